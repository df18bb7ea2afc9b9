import type { ComponentType } from 'react';
import type { IconName } from '../ui/Icon.js';
import type { appTexts } from '../messages/app.js';
import type { Permission } from './session.js';

/** What a screen gets: the values of the `:names` in its address. */
export interface ScreenProps {
  params: Readonly<Record<string, string>>;
}

interface Screen {
  /** As wouter writes it: `/campaigns/:id`. */
  path: string;
  /** Each screen is a file of its own that is loaded when somebody goes there. */
  load: () => Promise<{ default: ComponentType<ScreenProps> }>;
  /** Without it the screen does not exist for the person. */
  permission?: Permission;
}

/** Every screen of the app below the sign-in, first match wins. */
export const SCREENS: readonly Screen[] = [
  { path: '/', load: () => import('../screens/home/HomeScreen.js') },
  {
    path: '/account',
    load: () => import('../screens/account/AccountScreen.js'),
  },
  {
    path: '/campaigns',
    load: () => import('../screens/campaigns/CampaignsScreen.js'),
  },
  {
    path: '/campaigns/new',
    load: () => import('../screens/campaign/NewCampaignScreen.js'),
    permission: 'campaign:write',
  },
  {
    path: '/campaigns/:id',
    load: () => import('../screens/campaign/CampaignScreen.js'),
    permission: 'campaign:read',
  },
  {
    path: '/figures',
    load: () => import('../screens/figures/FiguresScreen.js'),
    permission: 'campaign:read',
  },
  {
    path: '/directory',
    load: () => import('../screens/directory/DirectoryScreen.js'),
    permission: 'household:read',
  },
  {
    path: '/directory/households/new',
    load: () => import('../screens/household/NewHouseholdScreen.js'),
    permission: 'household:write',
  },
  {
    path: '/directory/households/:id',
    load: () => import('../screens/household/HouseholdScreen.js'),
    permission: 'household:read',
  },
  {
    path: '/directory/areas',
    load: () => import('../screens/areas/AreasScreen.js'),
    permission: 'area:read',
  },
  {
    path: '/directory/imports',
    load: () => import('../screens/import/ImportsScreen.js'),
    permission: 'import:write',
  },
  {
    path: '/directory/imports/:id',
    load: () => import('../screens/import/ImportScreen.js'),
    permission: 'import:write',
  },
  { path: '/replies', load: () => import('../screens/replies/RepliesScreen.js'), permission: 'reply:read' },
  {
    path: '/replies/canned',
    load: () => import('../screens/replies/CannedScreen.js'),
    permission: 'reply:read',
  },
  { path: '/replies/:id', load: () => import('../screens/replies/ReplyScreen.js'), permission: 'reply:read' },
];

interface Section {
  path: string;
  label: keyof typeof appTexts;
  icon: IconName;
  permission?: Permission;
}

/** The entries of the navigation: the bar at the foot of a phone, the side of a desk. */
export const SECTIONS: readonly Section[] = [
  { path: '/', label: 'nav.home', icon: 'home' },
  {
    path: '/campaigns',
    label: 'nav.campaigns',
    icon: 'megaphone',
    permission: 'campaign:read',
  },
  {
    path: '/directory',
    label: 'nav.directory',
    icon: 'people',
    permission: 'household:read',
  },
  { path: '/replies', label: 'nav.replies', icon: 'chat', permission: 'reply:read' },
  { path: '/account', label: 'nav.account', icon: 'person' },
];
