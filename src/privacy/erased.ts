/** What stands in the ledger for a name that was erased: the row stays, so that the account adds up. */
export const ERASED_NAME = '(đã xóa)';
