import { Init0000000000001 } from './0001-init.js';
import { Directory0000000000002 } from './0002-directory.js';
import { Doubt0000000000003 } from './0003-doubt.js';
import { Ladder0000000000004 } from './0004-ladder.js';
import { GatewayBrakes0000000000005 } from './0005-gateway-brakes.js';
import { Holidays0000000000006 } from './0006-holidays.js';
import { Memberships0000000000007 } from './0007-memberships.js';
import { Replies0000000000008 } from './0008-replies.js';
import { Zalo0000000000009 } from './0009-zalo.js';
import { AreaHistory0000000000010 } from './0010-area-history.js';
import { PaceOfSizes0000000000011 } from './0011-pace-of-sizes.js';
import { Submissions0000000000012 } from './0012-submissions.js';
import { ImportReview0000000000013 } from './0013-import-review.js';
import { Binds0000000000014 } from './0014-binds.js';
import { AuditChain0000000000015 } from './0015-audit-chain.js';
import { SignIn0000000000016 } from './0016-sign-in.js';
import { GatewayRoutes0000000000017 } from './0017-gateway-routes.js';
import { StatusQuestions0000000000018 } from './0018-status-questions.js';
import { CannedAnswersOfAreas0000000000019 } from './0019-canned-answers-of-areas.js';
import { FourEyes0000000000020 } from './0020-four-eyes.js';
import { Force0000000000021 } from './0021-force.js';
import { OutgoingWebhooks0000000000022 } from './0022-outgoing-webhooks.js';
import { Oidc0000000000023 } from './0023-oidc.js';
import { HouseholdSearch0000000000025 } from './0025-household-search.js';
import { Groups0000000000026 } from './0026-groups.js';
import { Privacy0000000000027 } from './0027-privacy.js';
import { Erasure0000000000028 } from './0028-erasure.js';
import { HouseholdPages0000000000030 } from './0030-household-pages.js';
import { Offices0000000000031 } from './0031-offices.js';
import { AreaBelongings0000000000040 } from './0040-area-belongings.js';
import { SingleSpend0000000000041 } from './0041-single-spend.js';
import { CampaignEditors0000000000045 } from './0045-campaign-editors.js';
import { LateQuestions0000000000050 } from './0050-late-questions.js';
import { RoomForReceipts0000000000060 } from './0060-room-for-receipts.js';
import { AreaHouseholds0000000000065 } from './0065-area-households.js';
import { AskedOperators0000000000069 } from './0069-asked-operators.js';

/** Every migration, in order. Hand-written, forward only; a new one is added at the end and never edited after release. */
export const MIGRATIONS = [
  Init0000000000001,
  Directory0000000000002,
  Doubt0000000000003,
  Ladder0000000000004,
  GatewayBrakes0000000000005,
  Holidays0000000000006,
  Memberships0000000000007,
  Replies0000000000008,
  Zalo0000000000009,
  AreaHistory0000000000010,
  PaceOfSizes0000000000011,
  Submissions0000000000012,
  ImportReview0000000000013,
  Binds0000000000014,
  AuditChain0000000000015,
  SignIn0000000000016,
  GatewayRoutes0000000000017,
  StatusQuestions0000000000018,
  CannedAnswersOfAreas0000000000019,
  FourEyes0000000000020,
  Force0000000000021,
  OutgoingWebhooks0000000000022,
  Oidc0000000000023,
  HouseholdSearch0000000000025,
  Groups0000000000026,
  Privacy0000000000027,
  Erasure0000000000028,
  HouseholdPages0000000000030,
  Offices0000000000031,
  AreaBelongings0000000000040,
  SingleSpend0000000000041,
  CampaignEditors0000000000045,
  LateQuestions0000000000050,
  RoomForReceipts0000000000060,
  AreaHouseholds0000000000065,
  AskedOperators0000000000069,
];
