import { Inject, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import {
  catchError,
  EMPTY,
  exhaustMap,
  filter,
  finalize,
  from,
  map,
  type Observable,
  share,
  take,
  timer,
} from 'rxjs';
import { LOGGER, type Logger } from '../platform/logging/logger.js';
import { Authentication } from './authentication.js';
import type { Principal } from './permissions.js';

/** How long somebody whose rights have ended may go on reading. */
const LOOK_MS = 3_000;

/** Whether who was let in may stay: for answers that go on long after the guard has looked. */
@Injectable()
export class StandingAccess {
  private readonly looks = new Map<string, Observable<string>>();

  constructor(
    private readonly authentication: Authentication,
    @Inject(LOGGER) private readonly logger: Logger,
  ) {}

  /**
   * Emits once when the session or the key of a request has ended or has other rights than `who` had at its beginning. It is
   * asked for every three seconds, once for all that hang on it, and looking does not lengthen a session.
   */
  ended(request: FastifyRequest, who: Principal): Observable<void> {
    const before = rightsOf(who);
    return this.look(request).pipe(
      filter((now) => now !== before),
      map(() => undefined),
      take(1),
    );
  }

  private look(request: FastifyRequest): Observable<string> {
    const credential = this.authentication.credentialOf(request);
    const known = this.looks.get(credential);
    if (known) return known;
    const made = timer(LOOK_MS, LOOK_MS).pipe(
      exhaustMap(() =>
        from(this.authentication.look(request)).pipe(
          catchError((error: unknown) => {
            // The database is away: the next look says more, and until then nothing new can be read either.
            this.logger.warn({ event: 'access.unread', error });
            return EMPTY;
          }),
        ),
      ),
      map(rightsOf),
      finalize(() => this.looks.delete(credential)),
      share(),
    );
    this.looks.set(credential, made);
    return made;
  }
}

/** What somebody may do, in a form that compares; empty for nobody. */
function rightsOf(who: Principal | null): string {
  if (!who) return '';
  const grants = who.grants.map(({ role, areaId }) => `${role}@${areaId ?? '*'}`).toSorted();
  return JSON.stringify([who.kind, who.id, grants, who.permissions ?? null, who.mustFirst ?? null]);
}
