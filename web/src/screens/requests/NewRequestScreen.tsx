import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { useLocation, useSearchParams } from 'wouter';
import { DATA_REQUEST_KINDS, type DataRequestKind } from '../../../../src/domain/data-request-deadlines.js';
import { api, ask } from '../../api/client.js';
import { DATA_REQUESTS } from '../../api/data-requests.js';
import { type Household, householdKey } from '../../api/households.js';
import { toProblem } from '../../api/problem.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import { requestTexts } from '../../messages/data-requests.js';
import { AreaOptions } from '../../ui/AreaOptions.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { today } from '../../ui/today.js';
import classes from '../settings/Settings.module.css';
import { HouseholdPicker } from './HouseholdPicker.js';
import { useDay } from './use-day.js';

/** Enters what a person asks; `?household=` where it began at a household. */
export default function NewRequestScreen() {
  const t = useText(requestTexts);
  const [search] = useSearchParams();
  const startId = search.get('household');
  const start = useQuery({
    queryKey: householdKey(startId ?? ''),
    enabled: startId !== null,
    queryFn: ({ signal }) =>
      ask(api.GET('/api/v1/households/{id}', { params: { path: { id: startId! } }, signal })),
  });
  return (
    <Page
      title={t('request.add')}
      back={startId === null ? '/directory/requests' : `/directory/households/${startId}`}
      narrow
    >
      {startId === null || !start.isPending ? <RequestForm start={start.data ?? null} /> : null}
    </Page>
  );
}

function RequestForm({ start }: { start: Household | null }) {
  const t = useText(requestTexts);
  const day = useDay();
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const [kind, setKind] = useState<DataRequestKind>('see');
  const [requester, setRequester] = useState(start?.headName ?? '');
  const [how, setHow] = useState('');
  const [receivedOn, setReceivedOn] = useState(today);
  const [household, setHousehold] = useState(start);
  const [areaId, setAreaId] = useState(start?.areaId ?? '');
  const create = useMutation({
    mutationFn: () =>
      ask(
        api.POST('/api/v1/data-requests', {
          body: {
            areaId,
            kind,
            requester,
            receivedOn,
            ...(how.trim() && { how }),
            ...(household && { householdId: household.id }),
          },
        }),
      ),
    onSuccess: async ({ id, acknowledgeBy, dueOn }) => {
      announce(t('request.entered', { ack: day(acknowledgeBy), due: day(dueOn) }));
      navigate(`/directory/requests/${id}`);
      await queries.invalidateQueries({ queryKey: DATA_REQUESTS });
    },
  });
  const problem = create.error ? toProblem(create.error) : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <div className={classes.pair}>
        <NativeSelect
          label={t('request.kind')}
          value={kind}
          error={problem?.at('kind')}
          onChange={(event) =>
            setKind(DATA_REQUEST_KINDS.find((each) => each === event.currentTarget.value)!)
          }
        >
          {DATA_REQUEST_KINDS.map((each) => (
            <option key={each} value={each}>
              {t(`kind.${each}`)}
            </option>
          ))}
        </NativeSelect>
        <TextInput
          label={t('request.receivedOn')}
          type="date"
          required
          withAsterisk={false}
          value={receivedOn}
          error={problem?.at('receivedOn')}
          onChange={(event) => setReceivedOn(event.currentTarget.value)}
        />
      </div>
      <TextInput
        label={t('request.requester')}
        autoComplete="off"
        required
        withAsterisk={false}
        maxLength={200}
        value={requester}
        error={problem?.at('requester')}
        onChange={(event) => setRequester(event.currentTarget.value)}
      />
      <TextInput
        label={t('request.how')}
        description={t('request.howWhat')}
        maxLength={500}
        value={how}
        error={problem?.at('how')}
        onChange={(event) => setHow(event.currentTarget.value)}
      />
      <HouseholdPicker
        chosen={household}
        change={(it) => {
          setHousehold(it);
          if (it) setAreaId(it.areaId);
        }}
      />
      <NativeSelect
        label={t('request.area')}
        required
        withAsterisk={false}
        value={areaId}
        error={problem?.at('areaId')}
        onChange={(event) => setAreaId(event.currentTarget.value)}
      >
        <option value="">{t('request.pick')}</option>
        <AreaOptions />
      </NativeSelect>
      <ProblemNote error={create.error} />
      <div>
        <Button type="submit" loading={create.isPending}>
          {t('request.add')}
        </Button>
      </div>
    </form>
  );
}
