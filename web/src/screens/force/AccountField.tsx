import { NativeSelect } from '@mantine/core';
import { useUsers } from '../../api/settings.js';
import { useText } from '../../app/language.js';
import { forceTexts } from '../../messages/force.js';

interface AccountFieldProps {
  value: string;
  error: string | undefined;
  change: (userId: string) => void;
}

/** With which account the person signs in, where they have one. */
export function AccountField({ value, error, change }: AccountFieldProps) {
  const t = useText(forceTexts);
  const users = useUsers();
  const people = users.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <NativeSelect
      label={t('member.account')}
      description={t('member.accountWhat')}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      value={value}
      error={error}
      onFocus={() => users.hasNextPage && void users.fetchNextPage()}
      onChange={(event) => change(event.currentTarget.value)}
    >
      <option value="">{t('member.accountNone')}</option>
      {/* An account of another office is not in the list, and stays. */}
      {value !== '' && !people.some(({ id }) => id === value) && <option value={value}>{value}</option>}
      {people.map(({ id, displayName, username }) => (
        <option key={id} value={id}>
          {`${displayName} (${username})`}
        </option>
      ))}
    </NativeSelect>
  );
}
