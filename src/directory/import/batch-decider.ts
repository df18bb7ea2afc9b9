import { hasAccents } from '../../domain/household-key.js';
import type { Queryable } from '../../platform/database/sql.js';
import { reserveAreaIds } from '../areas.repository.js';
import { AreaIndex, type PlaceDecision, refuse } from './area-index.js';
import { CommuneIndex } from './commune-index.js';
import type { CandidatesRepository, PlacedDraft } from './candidates.repository.js';
import type { HouseholdDraft } from './draft-household.js';
import { Candidates, type Decision, HouseholdMatcher } from './household-matcher.js';
import { type ImportRowRecord, toRecord } from './parsed-household.js';

/** Decides about the households of one file, batch by batch, in the file's order. */
export class BatchDecider {
  /** Neighbourhoods that the commit will create, by key, with the ids kept for them. */
  private readonly newAreas = new Map<string, { id: string; name: string }>();

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
    const places = root.level === 'province' ? new CommuneIndex(root, below) : new AreaIndex(root, below);
    const matcher = new HouseholdMatcher(places);
    return new BatchDecider(
      matcher,
      repository,
      connection,
      await repository.hasHouseholds(areaId, connection),
    );
  }

  /** Names of the neighbourhoods that the commit will create, in the order of the file. */
  get newAreaNames(): string[] {
    return [...this.newAreas.values()].map(({ name }) => name);
  }

  async decide(drafts: readonly HouseholdDraft[]): Promise<ImportRowRecord[]> {
    const places = await this.placesOf(drafts);
    const placed = drafts.flatMap((draft, i): PlacedDraft[] => {
      const place = places[i]!;
      return place.kind === 'known' && draft.faults.length === 0 ? [{ draft, areaId: place.areaId }] : [];
    });
    // A first import meets an empty directory: nothing to look for.
    const known = this.hasHouseholds ? await this.repository.candidates(placed, this.connection) : [];
    const candidates = new Candidates(known);
    const decisions = drafts.map((draft, i) => this.matcher.decide(draft, places[i]!, candidates));
    await this.keepAreaIds(decisions);
    return drafts.map((draft, i) => toRecord(draft, decisions[i]!, this.newAreaId(decisions[i]!)));
  }

  /** A hamlet that was moved away or has ended since the rows were read is not made here once more: a person says what now. */
  private async placesOf(drafts: readonly HouseholdDraft[]): Promise<PlaceDecision[]> {
    const places = drafts.map((draft) => this.matcher.place(draft));
    const before = drafts.flatMap(({ areaBefore }, i) =>
      areaBefore && places[i]!.kind === 'new' ? [areaBefore] : [],
    );
    if (before.length === 0) return places;
    const left = await this.repository.existing(before, this.connection);
    return places.map((place, i) =>
      place.kind === 'new' && left.has(drafts[i]!.areaBefore ?? '') ? refuseLeft(place.name) : place,
    );
  }

  private async keepAreaIds(decisions: readonly Decision[]): Promise<void> {
    const unknown = new Map<string, string>();
    for (const { place } of decisions) {
      if (place?.kind !== 'new') continue;
      const name = place.label ?? place.name;
      const kept = this.newAreas.get(place.key);
      // A row further down writes it with accents.
      if (kept && hasAccents(name) && !hasAccents(kept.name)) kept.name = name;
      else if (!kept && !hasAccents(unknown.get(place.key) ?? '')) unknown.set(place.key, name);
    }
    if (unknown.size === 0) return;
    const ids = await reserveAreaIds(this.connection, unknown.size);
    [...unknown].forEach(([key, name], i) => this.newAreas.set(key, { id: ids[i]!, name }));
  }

  private newAreaId({ place }: Decision): string | null {
    return place?.kind === 'new' ? this.newAreas.get(place.key)!.id : null;
  }
}

function refuseLeft(name: string): PlaceDecision {
  const sentence = `“${name}” đã chuyển khỏi địa bàn này hoặc đã kết thúc sau khi tệp được đọc; hãy tải danh sách lên lại nơi đúng.`;
  return refuse('left-area', sentence);
}
