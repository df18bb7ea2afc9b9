import type { Queryable } from '../../platform/database/sql.js';
import { AreaIndex } from './area-index.js';
import type { CandidatesRepository, PlacedDraft } from './candidates.repository.js';
import type { HouseholdDraft } from './draft-household.js';
import { Candidates, type Decision, HouseholdMatcher } from './household-matcher.js';

/** Decides about the households of one file, batch by batch, in the file's order. */
export class BatchDecider {
  private constructor(
    private readonly matcher: HouseholdMatcher,
    private readonly repository: CandidatesRepository,
    private readonly connection: Queryable,
    private readonly hasHouseholds: boolean,
  ) {}

  static async over(
    areaId: string,
    repository: CandidatesRepository,
    connection: Queryable,
  ): Promise<BatchDecider> {
    const [root, ...below] = await repository.areas(areaId, connection);
    if (!root) throw new Error(`the area ${areaId} of an import is gone`);
    const matcher = new HouseholdMatcher(new AreaIndex(root, below));
    return new BatchDecider(
      matcher,
      repository,
      connection,
      await repository.hasHouseholds(areaId, connection),
    );
  }

  async decide(drafts: readonly HouseholdDraft[]): Promise<Decision[]> {
    const places = drafts.map((draft) => this.matcher.place(draft));
    const placed = drafts.flatMap((draft, i): PlacedDraft[] => {
      const place = places[i]!;
      return place.kind === 'known' && draft.faults.length === 0 ? [{ draft, areaId: place.areaId }] : [];
    });
    // A first import meets an empty directory: nothing to look for.
    const known = this.hasHouseholds ? await this.repository.candidates(placed, this.connection) : [];
    const candidates = new Candidates(known);
    return drafts.map((draft, i) => this.matcher.decide(draft, places[i]!, candidates));
  }
}
