import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { ComponentType } from 'react';
import { areasQuery } from '../api/areas.js';
import { gatewaysQuery, holidaysQuery } from '../api/gateways.js';
import type { IconName } from '../ui/Icon.js';
import type { appTexts } from '../messages/app.js';
import type { Permission } from './session.js';

/** What a screen gets: the values of the `:names` in its address. */
export interface ScreenProps {
  params: Readonly<Record<string, string>>;
}

interface Read {
  queryKey: QueryKey;
}

interface Screen {
  /** As wouter writes it: `/campaigns/:id`. */
  path: string;
  /** Each screen is a file of its own that is loaded when somebody goes there. */
  load: () => Promise<{ default: ComponentType<ScreenProps> }>;
  /** What it asks the server for at once: begun with the visit, as `web/early-loads.ts` has the server announce it. */
  reads?: readonly Read[];
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
  { path: '/account/delegations', load: () => import('../screens/account/DelegationsScreen.js') },
  { path: '/account/security', load: () => import('../screens/account/SecurityScreen.js') },
  {
    path: '/campaigns',
    load: () => import('../screens/campaigns/CampaignsScreen.js'),
  },
  {
    path: '/campaigns/new',
    load: () => import('../screens/composer/ComposerScreen.js'),
    permission: 'campaign:write',
    reads: [gatewaysQuery, areasQuery, holidaysQuery],
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
    path: '/directory/groups',
    load: () => import('../screens/groups/GroupsScreen.js'),
    permission: 'household:read',
  },
  {
    path: '/directory/force',
    load: () => import('../screens/force/ForceScreen.js'),
    permission: 'force:read',
  },
  {
    path: '/directory/force/new',
    load: () => import('../screens/force/NewMemberScreen.js'),
    permission: 'force:write',
  },
  {
    path: '/directory/force/:id',
    load: () => import('../screens/force/MemberScreen.js'),
    permission: 'force:read',
  },
  {
    path: '/directory/requests',
    load: () => import('../screens/requests/RequestsScreen.js'),
    permission: 'household:write',
  },
  {
    path: '/directory/requests/new',
    load: () => import('../screens/requests/NewRequestScreen.js'),
    permission: 'household:write',
  },
  {
    path: '/directory/requests/:id',
    load: () => import('../screens/requests/RequestScreen.js'),
    permission: 'household:write',
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
  {
    path: '/settings',
    load: () => import('../screens/settings/SettingsScreen.js'),
    permission: 'campaign:read',
  },
  {
    path: '/settings/gateways',
    load: () => import('../screens/settings/GatewaysScreen.js'),
    permission: 'gateway:read',
  },
  {
    path: '/settings/gateways/new',
    load: () => import('../screens/settings/NewGatewayScreen.js'),
    permission: 'gateway:write',
  },
  {
    path: '/settings/gateways/:id',
    load: () => import('../screens/settings/GatewayScreen.js'),
    permission: 'gateway:read',
  },
  {
    path: '/settings/people',
    load: () => import('../screens/settings/PeopleScreen.js'),
    permission: 'user:write',
  },
  {
    path: '/settings/people/new',
    load: () => import('../screens/settings/NewPersonScreen.js'),
    permission: 'user:write',
  },
  {
    path: '/settings/people/:id',
    load: () => import('../screens/settings/PersonScreen.js'),
    permission: 'user:write',
  },
  {
    path: '/settings/sending',
    load: () => import('../screens/settings/SendingScreen.js'),
    permission: 'campaign:read',
  },
  {
    path: '/settings/budgets',
    load: () => import('../screens/settings/BudgetsScreen.js'),
    permission: 'budget:read',
  },
  {
    path: '/settings/office',
    load: () => import('../screens/settings/OfficeScreen.js'),
    permission: 'area:write',
  },
  {
    path: '/settings/audit',
    load: () => import('../screens/settings/AuditScreen.js'),
    permission: 'audit:read',
  },
  {
    path: '/settings/keys',
    load: () => import('../screens/settings/KeysScreen.js'),
    permission: 'user:write',
  },
  {
    path: '/settings/webhooks',
    load: () => import('../screens/webhooks/WebhooksScreen.js'),
    permission: 'webhook:write',
  },
  {
    path: '/settings/webhooks/:id',
    load: () => import('../screens/webhooks/WebhookScreen.js'),
    permission: 'webhook:write',
  },
];

/** Begins to load the screen of an address and what it reads, while nobody knows yet who is signed in. */
export function beginScreen(pathname: string, queries: QueryClient): void {
  const screen = SCREENS.find(({ path }) =>
    new RegExp(`^${path.replace(/:[^/]+/g, '[^/]+')}$`).test(pathname),
  );
  // A file that does not come is asked for again where the screen is shown, and what went wrong is said there.
  screen?.load().catch(() => undefined);
  for (const read of screen?.reads ?? []) void queries.prefetchQuery(read);
}

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
  { path: '/settings', label: 'nav.settings', icon: 'settings', permission: 'user:write' },
  { path: '/account', label: 'nav.account', icon: 'person' },
];
