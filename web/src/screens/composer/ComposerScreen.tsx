import { Button, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useLocation } from 'wouter';
import { formatVnd } from '../../../../src/domain/cost.js';
import { choiceOf } from '../../../../src/domain/area-selection.js';
import { useAreas } from '../../api/areas.js';
import { type Campaign, CAMPAIGNS } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { type Gateway, useGateways, useHolidays } from '../../api/gateways.js';
import { usePreview } from '../../api/preview.js';
import { useText } from '../../app/language.js';
import { useAnnounce } from '../../app/notices.js';
import type { ScreenProps } from '../../app/routes.js';
import { appTexts } from '../../messages/app.js';
import { composerTexts } from '../../messages/composer.js';
import { Loaded } from '../../ui/Loaded.js';
import { Page } from '../../ui/Page.js';
import { ProblemNote } from '../../ui/ProblemNote.js';
import { ReleaseUrgently } from '../campaign/ReleaseUrgently.js';
import { AudienceSection } from './AudienceSection.js';
import classes from './ComposerScreen.module.css';
import { ConflictNote } from './ConflictNote.js';
import { type Draft, missingOf } from './draft.js';
import { FullTextField } from './FullTextField.js';
import { forecastOf } from './forecast.js';
import { KeepingLine } from './KeepingLine.js';
import { LadderEditor } from './LadderEditor.js';
import { OtherEditors } from './OtherEditors.js';
import { PreviewSection } from './PreviewSection.js';
import { PriceSection } from './PriceSection.js';
import { Section } from './Section.js';
import { TimeSection } from './TimeSection.js';
import { useDraft } from './use-draft.js';

interface Props extends Partial<ScreenProps> {
  /** The draft; without one the screen is empty, and becomes the draft's own once the server keeps it. */
  campaign?: Campaign | null;
}

/** Writing a campaign: waits for the accounts, without which nothing can be written. */
export default function ComposerScreen({ campaign = null }: Props) {
  const t = useText(composerTexts);
  const gateways = useGateways();
  return (
    <Loaded query={gateways} height={480}>
      {(all) =>
        all.length === 0 ? (
          <Page title={t('composer.title')} back="/campaigns" narrow>
            <p>{t('composer.noGateway')}</p>
          </Page>
        ) : (
          <Composer campaign={campaign} gateways={all} />
        )
      }
    </Loaded>
  );
}

/** One page, five sections that tick themselves off, and at its foot the button that says what it does. */
function Composer({ campaign, gateways }: { campaign: Campaign | null; gateways: readonly Gateway[] }) {
  const t = useText(composerTexts);
  const ta = useText(appTexts);
  const announce = useAnnounce();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const channelOf = useCallback(
    (id: string) => gateways.find((each) => each.id === id)?.channel ?? 'sms',
    [gateways],
  );
  const state = useDraft(campaign, channelOf, () => announce(t('composer.adopted')));
  const usable = gateways.filter(({ state: itsState }) => itsState === 'active');
  // With one account there is nothing to choose.
  const onlyId = usable.length === 1 ? usable[0]!.id : null;
  const draft = useMemo<Draft>(
    () => ({
      ...state.draft,
      steps: state.draft.steps.map((step) => ({ ...step, gatewayId: step.gatewayId ?? onlyId })),
    }),
    [state.draft, onlyId],
  );
  const change = (next: Partial<Draft>) => state.change({ steps: draft.steps, ...next });
  const firstGatewayId = draft.steps[0]?.gatewayId ?? null;

  const version = state.savedAt?.getTime() ?? campaign?.version ?? 0;
  const previewed = usePreview(state.id, version);
  const areas = useAreas();
  const holidays = useHolidays();
  const missing = missingOf(draft);
  const gateway = gateways.find(({ id }) => id === firstGatewayId);
  const preview = missing.length === 0 ? (previewed.data ?? null) : null;
  const households = useMemo(
    () => householdsOf(areas.data ?? [], draft.areaIds),
    [areas.data, draft.areaIds],
  );
  const [now] = useState(() => new Date());
  const isPast = draft.startAt !== null && new Date(draft.startAt) < now;
  const forecast =
    gateway && holidays.data && preview
      ? forecastOf(
          gateway,
          campaign?.hours ?? null,
          campaign?.ignoreHolidays ? [] : holidays.data,
          draft.startAt && !isPast ? new Date(draft.startAt) : now,
          preview.parts,
        )
      : null;

  // On a cheap phone all five sections take half a second to draw: the one to write in comes first.
  const isWhole = useDeferredValue(true, false);

  const saved = async () => {
    const found = await state.flush();
    if (!found) throw state.problem ?? new Error('the draft could not be saved');
    return found;
  };
  const submit = useMutation({
    mutationFn: async () => {
      const { id } = await saved();
      return ask(api.POST('/api/v1/campaigns/{id}/submit', { params: { path: { id } } }));
    },
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: CAMPAIGNS });
      announce(t('submit.done'));
      navigate(`/campaigns/${id}`, { replace: true });
    },
  });
  const done = {
    message: !missing.includes('text') && !missing.includes('title') && !missing.includes('gateway'),
    audience: !missing.includes('areas') && households > 0,
    preview: preview !== null && preview.deliveries > 0,
    time: !isPast,
    price: preview !== null,
  };
  const isReady = Object.values(done).every(Boolean) && state.keeping !== 'conflict';

  return (
    <Page title={t('composer.title')} back="/campaigns" narrow>
      <div className={`stack ${classes.page}`}>
        {campaign?.rejectedReason && (
          <div className="note warn">
            <b>{t('composer.sentBack')}</b> {campaign.rejectedReason}
          </div>
        )}
        <OtherEditors campaignId={state.id} />
        {state.theirs && <ConflictNote state={state} theirs={state.theirs} />}
        <Section id="message" title={t('section.message')} isDone={done.message}>
          <TextInput
            label={t('message.title')}
            description={t('message.titleHint')}
            maxLength={200}
            autoFocus={draft.title === ''}
            value={draft.title}
            error={state.problem?.at('title')}
            onChange={(event) => change({ title: event.currentTarget.value })}
          />
          <LadderEditor
            draft={draft}
            change={change}
            gateways={gateways}
            problem={state.problem}
            households={preview?.deliveries ?? households}
            longest={state.keeping === 'saved' ? (preview?.longest?.text ?? null) : null}
          />
          <FullTextField draft={draft} change={change} problem={state.problem} />
        </Section>
        {isWhole && (
          <>
            <Section
              id="audience"
              title={t('section.audience')}
              isDone={done.audience}
              summary={households > 0 ? ta('tree.households', { count: households }) : undefined}
            >
              <AudienceSection draft={draft} change={change} preview={preview} />
            </Section>
            <Section id="preview" title={t('section.preview')} isDone={done.preview}>
              {missing.length > 0 ? (
                <p className="dim" style={{ margin: 0 }}>
                  {t('preview.later')}
                </p>
              ) : (
                <PreviewSection campaignId={state.id} version={version} gatewayId={firstGatewayId} />
              )}
            </Section>
            <Section id="time" title={t('section.time')} isDone={done.time}>
              <TimeSection
                draft={draft}
                change={change}
                problem={state.problem}
                gateway={gateway}
                forecast={forecast}
                now={now}
              />
            </Section>
            <Section
              id="price"
              title={t('section.price')}
              isDone={done.price}
              summary={preview ? formatVnd(preview.costVnd) : undefined}
            >
              <PriceSection
                preview={preview}
                gateways={gateways}
                areaIds={draft.areaIds}
                startAt={draft.startAt}
              />
            </Section>
          </>
        )}
        {draft.isUrgent && preview && (
          <ReleaseUrgently
            shown={saved}
            deliveries={preview.deliveries}
            cost={formatVnd(preview.costVnd)}
            startAt={draft.startAt && !isPast ? new Date(draft.startAt) : null}
            isReady={isReady}
            onReleased={(id) => navigate(`/campaigns/${id}`, { replace: true })}
          />
        )}
        <ProblemNote error={submit.error} />
        <div className={classes.foot}>
          <KeepingLine state={state} missing={missing} />
          <Button
            size="lg"
            classNames={{ root: classes.submit!, label: classes.label! }}
            disabled={!isReady}
            loading={submit.isPending}
            onClick={() => submit.mutate()}
          >
            {preview
              ? t('submit.what', {
                  deliveries: preview.deliveries,
                  cost: formatVnd(preview.costVnd),
                })
              : t('submit.bare')}
          </Button>
        </div>
      </div>
    </Page>
  );
}

/** Households below the chosen areas, each once. */
function householdsOf(
  areas: readonly {
    id: string;
    parentId: string | null;
    path: string;
    households: number;
  }[],
  chosenIds: readonly string[],
): number {
  const chosen = areas.filter(({ id }) => chosenIds.includes(id));
  return chosen
    .filter(
      (area) =>
        choiceOf(
          area,
          chosen.filter((other) => other !== area),
        ) !== 'all',
    )
    .reduce((sum, area) => sum + area.households, 0);
}
