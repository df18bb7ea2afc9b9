import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useEffectEvent, useRef, useState } from 'react';
import { type Campaign, campaignKey, CAMPAIGNS, useCampaign } from '../../api/campaigns.js';
import { api, ask } from '../../api/client.js';
import { type Problem, toProblem } from '../../api/problem.js';
import { bodyOf, differences, type Draft, draftOf, EMPTY_DRAFT, missingOf } from './draft.js';
import { forgetDraft, keepDraft, keptDraft } from './kept-draft.js';

/** How long after the last key the server gets the draft. */
const QUIET_MS = 700;
/** How often it is asked whether somebody else has changed it. */
const OTHERS_MS = 10_000;
/** How often it is tried again while the network is away. */
const RETRY_MS = 8_000;

/** Where the draft is: with the server, on its way, or on this device only, and why. */
export type Keeping = 'empty' | 'incomplete' | 'saving' | 'saved' | 'offline' | 'refused' | 'conflict';

export interface DraftState {
  id: string | null;
  draft: Draft;
  keeping: Keeping;
  savedAt: Date | null;
  /** Why the server did not take it. */
  problem: Problem | null;
  /** What somebody else made of it meanwhile. */
  theirs: Campaign | null;
  change(change: Partial<Draft>): void;
  takeTheirs(): void;
  keepMine(): void;
  /** Saves what is not saved yet; answers what the server has then, or null where it could not be saved. */
  flush(): Promise<{ id: string; version: number } | null>;
}

/**
 * A draft that is kept as it is typed: on this device at once, on the server when the typing rests. Saves go one after
 * another, each with the version that was edited; where somebody else was faster, the person decides.
 * @param onAdopted somebody else changed it while nothing was typed here: their draft is shown now
 */
export function useDraft(
  campaign: Campaign | null,
  channelOf: (gatewayId: string) => 'sms' | 'zalo',
  onAdopted: () => void,
): DraftState {
  const queries = useQueryClient();
  const [first] = useState(() => firstOf(campaign));
  const [id, setId] = useState<string | null>(campaign?.id ?? null);
  const [draft, setDraft] = useState(first.draft);
  const [theirs, setTheirs] = useState<Campaign | null>(first.theirs);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSaving, setSaving] = useState(false);
  const [isDirty, setDirty] = useState(first.isDirty);
  // What the saver works with: it outlives renders.
  const live = useRef({
    id: campaign?.id ?? null,
    version: campaign?.version ?? 0,
    draft: first.draft,
    isDirty: first.isDirty,
    hasConflict: first.theirs !== null,
    running: null as Promise<void> | null,
  });

  const save = useCallback(async (): Promise<void> => {
    const now = live.current;
    if (now.running) return now.running;
    if (!now.isDirty || now.hasConflict || missingOf(now.draft).length > 0) return;
    const sent = now.draft;
    const run = async (): Promise<void> => {
      setSaving(true);
      try {
        const body = bodyOf(sent, channelOf);
        let saved: Campaign;
        if (now.id === null) {
          const made = await ask(api.POST('/api/v1/campaigns', { body }));
          now.id = made.id;
          saved = await readCampaign(made.id);
          forgetDraft(null);
          setId(made.id);
          // The address becomes the draft's own without a change of screen: the person is typing.
          History.prototype.replaceState.call(window.history, null, '', `/campaigns/${made.id}`);
        } else {
          saved = await ask(
            api.PATCH('/api/v1/campaigns/{id}', {
              params: { path: { id: now.id } },
              body: { ...body, version: now.version },
            }),
          );
        }
        now.version = saved.version;
        queries.setQueryData(campaignKey(saved.id), saved);
        void queries.invalidateQueries({ queryKey: [...CAMPAIGNS, 'list'] });
        setProblem(null);
        setSavedAt(new Date());
        if (now.draft === sent) {
          now.isDirty = false;
          setDirty(false);
          forgetDraft(saved.id);
        } else {
          keep(now);
        }
      } catch (error) {
        const why = toProblem(error);
        if (why.code !== 'changed-since' || now.id === null) return setProblem(why);
        const found = await readCampaign(now.id);
        now.version = found.version;
        // Our own change, whose answer was lost on the way, is nobody's conflict: what came after it is saved next.
        if (differences(draftOf(found), sent).length === 0) return undefined;
        now.hasConflict = true;
        setTheirs(found);
        setProblem(why);
      } finally {
        setSaving(false);
      }
    };
    now.running = run().finally(() => (now.running = null));
    return now.running;
  }, [channelOf, queries]);

  useEffect(() => {
    // What is typed while a save is under way is saved after it.
    if (!isDirty || isSaving || missingOf(draft).length > 0) return undefined;
    const timer = setTimeout(() => void save(), QUIET_MS);
    return () => clearTimeout(timer);
  }, [draft, isDirty, isSaving, save]);

  useEffect(() => {
    if (problem?.code !== 'network') return undefined;
    const again = () => void save();
    window.addEventListener('online', again);
    const timer = setInterval(again, RETRY_MS);
    return () => {
      window.removeEventListener('online', again);
      clearInterval(timer);
    };
  }, [problem, save]);

  const put = (next: Draft, dirty: boolean) => {
    live.current.draft = next;
    live.current.isDirty = dirty;
    if (dirty) keep(live.current);
    setDraft(next);
    setDirty(dirty);
  };
  const settle = (campaignNow: Campaign) => {
    live.current.hasConflict = false;
    live.current.version = campaignNow.version;
    setTheirs(null);
    setProblem(null);
  };
  const latest = useCampaign(id, OTHERS_MS).data;
  const adopt = useEffectEvent((found: Campaign) => {
    if (live.current.running || found.version <= live.current.version) return;
    if (live.current.isDirty) {
      live.current.hasConflict = true;
      setTheirs(found);
    } else {
      settle(found);
      put(draftOf(found), false);
      onAdopted();
    }
  });
  useEffect(() => {
    if (latest) adopt(latest);
  }, [latest]);
  return {
    id,
    draft,
    savedAt,
    problem,
    theirs,
    keeping: keepingOf({
      isDirty,
      isSaving,
      draft,
      problem,
      hasConflict: theirs !== null,
      isOnServer: id !== null,
    }),
    change: (change) => put({ ...live.current.draft, ...change }, true),
    takeTheirs: () => {
      if (!theirs) return;
      settle(theirs);
      forgetDraft(theirs.id);
      put(draftOf(theirs), false);
    },
    keepMine: () => {
      if (!theirs) return;
      settle(theirs);
      put({ ...live.current.draft }, true);
    },
    flush: async () => {
      await live.current.running;
      await save();
      const { id: savedId, version, isDirty: isLeft } = live.current;
      return isLeft || savedId === null ? null : { id: savedId, version };
    },
  };
}

/** Keeps on this device what the server does not have yet. */
function keep(now: { id: string | null; version: number; draft: Draft }): void {
  keepDraft(now.id, { draft: now.draft, version: now.id === null ? null : now.version });
}

const readCampaign = (id: string) => ask(api.GET('/api/v1/campaigns/{id}', { params: { path: { id } } }));

/** What the composer opens with: the server's draft, or what this device kept of it. */
function firstOf(campaign: Campaign | null): { draft: Draft; isDirty: boolean; theirs: Campaign | null } {
  const kept = keptDraft(campaign?.id ?? null);
  const known = campaign ? draftOf(campaign) : EMPTY_DRAFT;
  if (!kept || differences(kept.draft, known).length === 0)
    return { draft: known, isDirty: false, theirs: null };
  // What was typed here may belong to an older version: then the person decides.
  const isCurrent = campaign === null || kept.version === campaign.version;
  return { draft: kept.draft, isDirty: true, theirs: isCurrent ? null : campaign };
}

function keepingOf(state: {
  isDirty: boolean;
  isSaving: boolean;
  draft: Draft;
  problem: Problem | null;
  hasConflict: boolean;
  isOnServer: boolean;
}): Keeping {
  if (state.hasConflict) return 'conflict';
  if (state.isSaving) return 'saving';
  if (!state.isDirty) return state.isOnServer ? 'saved' : 'empty';
  if (missingOf(state.draft).length > 0) return 'incomplete';
  if (state.problem) return state.problem.code === 'network' ? 'offline' : 'refused';
  return 'saving';
}
