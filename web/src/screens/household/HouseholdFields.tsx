import { Button, CloseButton, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useAreas } from '../../api/areas.js';
import type { Problem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { householdTexts } from '../../messages/household.js';
import { inTreeOrder } from '../../ui/area-order.js';
import { Icon } from '../../ui/Icon.js';
import { type ContactForm, type HouseholdForm, newContact } from './form.js';
import classes from './HouseholdScreen.module.css';

interface HouseholdFieldsProps {
  form: HouseholdForm;
  onChange: (form: HouseholdForm) => void;
  problem: Problem | null;
}

/** The fields of a household, its numbers in the order in which they are tried. */
export function HouseholdFields({ form, onChange, problem }: HouseholdFieldsProps) {
  const t = useText(householdTexts);
  const areas = useAreas();
  const set = (change: Partial<HouseholdForm>) => onChange({ ...form, ...change });
  const setContact = (key: string, change: Partial<ContactForm>) =>
    set({ contacts: form.contacts.map((each) => (each.key === key ? { ...each, ...change } : each)) });
  return (
    <>
      <TextInput
        label={t('household.headName')}
        required
        maxLength={200}
        data-autofocus
        value={form.headName}
        error={problem?.at('headName')}
        onChange={(event) => set({ headName: event.currentTarget.value })}
      />
      <NativeSelect
        label={t('household.area')}
        value={form.areaId}
        error={problem?.at('areaId')}
        onChange={(event) => set({ areaId: event.currentTarget.value })}
      >
        {inTreeOrder(areas.data ?? []).map(({ area, depth }) => (
          <option key={area.id} value={area.id}>
            {'\u2003'.repeat(depth) + area.name}
          </option>
        ))}
      </NativeSelect>
      {(['address', 'code'] as const).map((key) => (
        <TextInput
          key={key}
          label={t(`household.${key}`)}
          maxLength={key === 'address' ? 500 : 50}
          value={form[key]}
          error={problem?.at(key)}
          onChange={(event) => set({ [key]: event.currentTarget.value })}
        />
      ))}
      <Textarea
        label={t('household.note')}
        rows={2}
        maxLength={1000}
        value={form.note}
        error={problem?.at('note')}
        onChange={(event) => set({ note: event.currentTarget.value })}
      />
      <fieldset className={classes.contacts}>
        <legend className="strong">{t('household.contacts')}</legend>
        <p className="dim small" style={{ margin: 0 }}>
          {t('contact.first')}
        </p>
        {form.contacts.map(({ key, phone, name, relation }, i) => (
          <div key={key} className={classes.contact}>
            <TextInput
              label={t('contact.phone', { n: i + 1 })}
              type="tel"
              inputMode="tel"
              autoComplete="off"
              maxLength={60}
              value={phone}
              error={problem?.at(`contacts.${i}.phone`)}
              onChange={(event) => setContact(key, { phone: event.currentTarget.value })}
            />
            <TextInput
              label={t('contact.name', { n: i + 1 })}
              autoComplete="off"
              maxLength={200}
              value={name}
              error={problem?.at(`contacts.${i}.name`)}
              onChange={(event) => setContact(key, { name: event.currentTarget.value })}
            />
            <TextInput
              label={t('contact.relation', { n: i + 1 })}
              autoComplete="off"
              maxLength={100}
              value={relation}
              error={problem?.at(`contacts.${i}.relation`)}
              onChange={(event) => setContact(key, { relation: event.currentTarget.value })}
            />
            <CloseButton
              size="xl"
              aria-label={t('contact.drop', { n: i + 1 })}
              onClick={() => set({ contacts: form.contacts.filter((each) => each.key !== key) })}
            />
          </div>
        ))}
        {form.contacts.length < 20 && (
          <div>
            <Button
              variant="default"
              leftSection={<Icon name="plus" size={18} />}
              onClick={() => set({ contacts: [...form.contacts, newContact()] })}
            >
              {t('contact.add')}
            </Button>
          </div>
        )}
      </fieldset>
    </>
  );
}
