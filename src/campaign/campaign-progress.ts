import { createHash } from 'node:crypto';
import { Inject, Injectable, type MessageEvent, type OnModuleDestroy } from '@nestjs/common';
import {
  catchError,
  concatMap,
  distinctUntilChanged,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  from,
  interval,
  map,
  merge,
  type Observable,
  of,
  ReplaySubject,
  share,
  Subject,
  takeUntil,
  takeWhile,
  timer,
} from 'rxjs';
import { type AreaScope, scopeOf } from '../identity/area-scope.js';
import type { Principal } from '../identity/permissions.js';
import { DomainError } from '../platform/http/domain-error.js';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { CampaignsService, type Progress } from './campaigns.service.js';

/** How often the account of a watched campaign is read; the sampler of its rate is no faster. */
const POLL_MS = 1_000;
/** Proxies cut what is silent for a minute. */
const HEARTBEAT_MS = 15_000;
/** A stream ends after this and its reader comes back: what was forgotten somewhere on the way goes away. */
const LONGEST_MS = 15 * 60_000;
/** What a reader waits before it comes back. */
const RETRY_MS = 3_000;
/** Streams of one process: each holds a socket. */
const MOST_STREAMS = 1_000;
/** Streams of one person or key: many windows, and still far from shutting everybody else out. */
const MOST_OF_ONE = 50;

/** The progress of a campaign at one moment, under an id that says what is in it. */
interface Snapshot {
  id: string;
  progress: Progress;
  isEnded: boolean;
}

/**
 * The progress of campaigns as streams of events. A campaign is read once a second however many watch it, and not at all
 * while nobody does.
 */
@Injectable()
export class CampaignProgress implements OnModuleDestroy {
  private readonly feeds = new Map<string, Observable<Snapshot>>();
  private readonly closing = new ReplaySubject<void>(1);
  private streams = 0;
  private readonly streamsOf = new Map<string, number>();

  constructor(
    private readonly campaigns: CampaignsService,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /** Ends every stream before the server waits for its connections; readers come back, to another process or this one. */
  onModuleDestroy(): void {
    this.closing.next();
  }

  /**
   * Events of one campaign: `progress` whenever something has changed, and `end` after the last of a campaign that is over.
   * @param lastId of the last event that the reader has: that one is not sent again
   * @returns null where the campaign is over and the reader has its last event
   * Throws a 404, and a 503 where too many watch.
   */
  async stream(
    who: Principal,
    campaignId: string,
    lastId: string | undefined,
  ): Promise<Observable<MessageEvent> | null> {
    await this.campaigns.one(who, campaignId);
    const scope = scopeOf(who, 'campaign:read');
    const now = snapshotOf(await this.campaigns.progress(campaignId, scope));
    if (now.isEnded && now.id === lastId) return null;
    const reader = `${who.kind}/${who.id}`;
    const own = this.streamsOf.get(reader) ?? 0;
    if (this.streams >= MOST_STREAMS || own >= MOST_OF_ONE)
      throw new DomainError(
        'too-many-streams',
        'Quá nhiều người đang theo dõi; hãy tải lại trang sau ít phút.',
        503,
      );
    this.streams++;
    this.streamsOf.set(reader, own + 1);
    const over = new Subject<void>();
    const events = this.feed(campaignId, scope).pipe(
      finalize(() => over.next()),
      filter(({ id, isEnded }) => id !== lastId || isEnded),
      concatMap(eventsOf),
    );
    const heartbeats = interval(HEARTBEAT_MS).pipe(map(() => ({ comment: 'còn đây' }) as MessageEvent));
    return merge(events, heartbeats.pipe(takeUntil(over))).pipe(
      takeUntil(merge(this.closing, timer(LONGEST_MS))),
      finalize(() => this.leave(reader)),
    );
  }

  private leave(reader: string): void {
    this.streams--;
    const left = this.streamsOf.get(reader)! - 1;
    if (left > 0) this.streamsOf.set(reader, left);
    else this.streamsOf.delete(reader);
  }

  /** One for all whose areas show the same part of the campaign. */
  private feed(campaignId: string, scope: AreaScope): Observable<Snapshot> {
    const key = `${campaignId}/${scope === null ? 'all' : scope.toSorted().join()}`;
    const known = this.feeds.get(key);
    if (known) return known;
    const made = timer(0, POLL_MS).pipe(
      exhaustMap(() =>
        from(this.campaigns.progress(campaignId, scope)).pipe(
          catchError((error: unknown) => {
            // The next look may see it again; until then readers know what they know.
            this.logger.warn({ event: 'campaign.progress-unread', campaignId, error });
            return EMPTY;
          }),
        ),
      ),
      map(snapshotOf),
      distinctUntilChanged((a, b) => a.id === b.id),
      takeWhile(({ isEnded }) => !isEnded, true),
      finalize(() => this.feeds.delete(key)),
      share({ connector: () => new ReplaySubject(1) }),
    );
    this.feeds.set(key, made);
    return made;
  }
}

/** `progress`, and `end` after one that is the last. */
function eventsOf({ id, progress, isEnded }: Snapshot): Observable<MessageEvent> {
  const event: MessageEvent = { type: 'progress', id, retry: RETRY_MS, data: progress };
  return isEnded
    ? of(event, { type: 'end', id, data: { id: progress.id, state: progress.state } })
    : of(event);
}

/** What is cancelled is over when nothing of it is left to be cancelled; receipts come in after an end. */
function snapshotOf(progress: Progress): Snapshot {
  const { state, account } = progress;
  const isLeft = account.planned + account.sending > 0;
  return {
    id: createHash('sha256').update(JSON.stringify(progress)).digest('base64url').slice(0, 16),
    progress,
    isEnded: state === 'completed' || (state === 'cancelled' && !isLeft),
  };
}
