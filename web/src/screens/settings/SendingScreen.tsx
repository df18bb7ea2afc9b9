import { Button, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { api, ask, type Schemas } from '../../api/client.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { useMay } from '../../app/session.js';
import { settingsTexts } from '../../messages/settings.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { HolidaysCard } from './HolidaysCard.js';
import classes from './Settings.module.css';
import { useSave } from './use-save.js';

/** Hours of accounts are theirs; here stands what holds for every campaign: holidays, how often, how soon to answer. */
export default function SendingScreen() {
  const t = useText(settingsTexts);
  const may = useMay();
  return (
    <Page title={t('settings.sending')} back="/settings" narrow>
      <div className="stack">
        <HolidaysCard />
        <Cap />
        {may('reply:read') && <Replies />}
      </div>
    </Page>
  );
}

function Cap() {
  const t = useText(settingsTexts);
  const cap = useQuery({
    queryKey: ['frequency-cap'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/settings/frequency-cap', { signal })),
  });
  return (
    <Loaded query={cap}>
      {(it) => <CapForm key={`${it.perDay} ${it.perWeek}`} of={it} title={t('cap.title')} />}
    </Loaded>
  );
}

function CapForm({ of, title }: { of: { perDay: number; perWeek: number }; title: string }) {
  const t = useText(settingsTexts);
  const may = useMay();
  const [perDay, setPerDay] = useState(String(of.perDay));
  const [perWeek, setPerWeek] = useState(String(of.perWeek));
  const save = useSave(['frequency-cap'], () =>
    ask(
      api.PUT('/api/v1/settings/frequency-cap', {
        body: { perDay: Number(perDay), perWeek: Number(perWeek) },
      }),
    ),
  );
  return (
    <form className="card stack" onSubmit={save.submit}>
      <h2 className={classes.title}>{title}</h2>
      <p className="dim" style={{ margin: 0 }}>
        {t('cap.what')}
      </p>
      <div className={classes.pair}>
        <TextInput
          label={t('cap.perDay')}
          inputMode="numeric"
          readOnly={!may('settings:write')}
          value={perDay}
          error={save.at('perDay')}
          onChange={(event) => setPerDay(event.currentTarget.value)}
        />
        <TextInput
          label={t('cap.perWeek')}
          inputMode="numeric"
          readOnly={!may('settings:write')}
          value={perWeek}
          error={save.at('perWeek')}
          onChange={(event) => setPerWeek(event.currentTarget.value)}
        />
      </div>
      <ProblemNote error={save.error} />
      {may('settings:write') && (
        <div>
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  );
}

type ReplySettings = Schemas['ReplySettings'];

function Replies() {
  const settings = useQuery({
    queryKey: ['reply-settings'],
    queryFn: ({ signal }) => ask(api.GET('/api/v1/settings/replies', { signal })),
  });
  return <Loaded query={settings}>{(it) => <RepliesForm key={JSON.stringify(it)} of={it} />}</Loaded>;
}

function RepliesForm({ of }: { of: ReplySettings }) {
  const t = useText(settingsTexts);
  const may = useMay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [hours, setHours] = useState(String(of.answerHours));
  const [refusalText, setRefusalText] = useState(of.refusalText);
  const [returnText, setReturnText] = useState(of.returnText);
  const save = useMutation({
    mutationFn: () =>
      ask(
        api.PUT('/api/v1/settings/replies', {
          body: { answerHours: Number(hours), refusalText, returnText },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['reply-settings'] });
      announce(t('common.saved'));
    },
  });
  const problem = save.error ? toProblem(save.error) : null;
  const isReader = !may('settings:write');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <h2 className={classes.title}>{t('answering.title')}</h2>
      <TextInput
        label={t('answering.hours')}
        inputMode="numeric"
        style={{ maxWidth: 260 }}
        readOnly={isReader}
        value={hours}
        error={problem?.at('answerHours')}
        onChange={(event) => setHours(event.currentTarget.value)}
      />
      <Textarea
        label={t('answering.refusal')}
        autosize
        maxLength={300}
        readOnly={isReader}
        value={refusalText}
        error={problem?.at('refusalText')}
        onChange={(event) => setRefusalText(event.currentTarget.value)}
      />
      <Textarea
        label={t('answering.return')}
        autosize
        maxLength={300}
        readOnly={isReader}
        value={returnText}
        error={problem?.at('returnText')}
        onChange={(event) => setReturnText(event.currentTarget.value)}
      />
      <ProblemNote error={save.error} />
      {!isReader && (
        <div>
          <Button type="submit" loading={save.isPending}>
            {t('common.save')}
          </Button>
        </div>
      )}
    </form>
  );
}
