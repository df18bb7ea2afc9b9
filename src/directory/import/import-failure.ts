/** An import that cannot be read, with the sentence for the person. `SheetError` is the same for the file itself. */
export class ImportFailure extends Error {
  override readonly name = 'ImportFailure';

  constructor(
    readonly code: 'no-header' | 'no-households' | 'file-gone' | 'gave-up',
    sentence: string,
  ) {
    super(sentence);
  }
}
