import ComposerScreen from '../composer/ComposerScreen.js';

/** An empty composer. It becomes the draft's own screen once the server keeps the draft. */
export default function NewCampaignScreen() {
  return <ComposerScreen campaign={null} />;
}
