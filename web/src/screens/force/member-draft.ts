import type { Propagandist } from '../../api/force.js';
import { showPhone } from '../../ui/phone.js';

/** What the form of a person holds: every field as text, empty for none. */
export interface MemberDraft {
  fullName: string;
  areaId: string;
  phone: string;
  organisation: string;
  userId: string;
  inCharge: readonly string[];
  standIns: readonly StandInDraft[];
  trainings: readonly TrainingDraft[];
  recognisedOn: string;
  recognition: string;
  endedOn: string;
  note: string;
}
export interface StandInDraft {
  standInId: string;
  startsOn: string;
  endsOn: string;
}
export interface TrainingDraft {
  heldOn: string;
  topic: string;
  organiser: string;
}

export function draftOf(person: Propagandist | null, areaId = ''): MemberDraft {
  return {
    fullName: person?.fullName ?? '',
    areaId: person?.areaId ?? areaId,
    phone: person?.phone ? showPhone(person.phone) : '',
    organisation: person?.organisation ?? '',
    userId: person?.userId ?? '',
    inCharge: person?.inCharge.map((each) => each.areaId) ?? [],
    standIns:
      person?.standIns.map(({ standInId, startsOn, endsOn }) => ({ standInId, startsOn, endsOn })) ?? [],
    trainings:
      person?.trainings.map(({ heldOn, topic, organiser }) => ({
        heldOn,
        topic,
        organiser: organiser ?? '',
      })) ?? [],
    recognisedOn: person?.recognisedOn ?? '',
    recognition: person?.recognition ?? '',
    endedOn: person?.endedOn ?? '',
    note: person?.note ?? '',
  };
}

/** The draft as the API takes it. */
export function bodyOf(draft: MemberDraft) {
  const orNull = (text: string) => text.trim() || null;
  return {
    fullName: draft.fullName,
    areaId: draft.areaId,
    phone: orNull(draft.phone),
    organisation: orNull(draft.organisation),
    userId: orNull(draft.userId),
    inCharge: [...draft.inCharge],
    standIns: [...draft.standIns],
    trainings: draft.trainings.map(({ heldOn, topic, organiser }) => ({
      heldOn,
      topic,
      organiser: orNull(organiser),
    })),
    recognisedOn: orNull(draft.recognisedOn),
    recognition: orNull(draft.recognition),
    endedOn: orNull(draft.endedOn),
    note: orNull(draft.note),
  };
}
