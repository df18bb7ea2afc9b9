import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** The blue of an office stamp: white on it has 7.4 : 1 at shade 7 and 5.3 : 1 at shade 6, the one of the night. */
const BLUE: MantineColorsTuple = [
  '#eef6fb',
  '#d6e8f4',
  '#aed1e9',
  '#82b8dc',
  '#5fa5d4',
  '#3a87bd',
  '#216fa6',
  '#155a8a',
  '#0f4a73',
  '#0a3856',
];

/** Slate instead of Mantine's neutral greys, so that fields, cards and page belong together at night. */
const SLATE: MantineColorsTuple = [
  '#e4e9ee',
  '#a9b5c1',
  '#8e9aa6',
  '#6b7886',
  '#3d4a57',
  '#33404d',
  '#222c36',
  '#12181f',
  '#0d1217',
  '#090c10',
];

/** White on Mantine's own red has 3.3 : 1; on this one 6.6 : 1 at shade 7 and 4.8 : 1 at shade 6. */
const RED: MantineColorsTuple = [
  '#fef3f2',
  '#fee4e2',
  '#fecdca',
  '#fda29b',
  '#f97066',
  '#f04438',
  '#d92d20',
  '#b42318',
  '#912018',
  '#7a271a',
];

export const theme = createTheme({
  primaryColor: 'blue',
  colors: { blue: BLUE, red: RED, dark: SLATE },
  primaryShade: { light: 7, dark: 6 },
  // The letters of the machine itself: nothing to download, and every one of them has Vietnamese.
  fontFamily:
    'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif',
  fontSizes: { xs: '0.875rem', sm: '1rem', md: '1.0625rem', lg: '1.1875rem', xl: '1.375rem' },
  lineHeights: { xs: '1.45', sm: '1.5', md: '1.55', lg: '1.5', xl: '1.4' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'md' } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md' } },
    NativeSelect: { defaultProps: { size: 'md' } },
    Checkbox: { defaultProps: { size: 'md' } },
    Radio: { defaultProps: { size: 'md' } },
    Modal: { defaultProps: { centered: true, radius: 'lg', overlayProps: { backgroundOpacity: 0.5 } } },
  },
});

/** Mantine's greys and reds for small text are too pale for WCAG AA (3.3 : 1 on white): these have 4.5 : 1 and more. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1b2733',
    '--mantine-color-body': '#ffffff',
    '--mantine-color-dimmed': '#4a5866',
    '--mantine-color-placeholder': '#5f6b77',
    '--mantine-color-error': '#b42318',
    '--mantine-color-anchor': '#155a8a',
  },
  dark: {
    '--mantine-color-text': '#e4e9ee',
    '--mantine-color-body': '#12181f',
    '--mantine-color-dimmed': '#a9b5c1',
    '--mantine-color-placeholder': '#8e9aa6',
    '--mantine-color-error': '#ff9a91',
    '--mantine-color-anchor': '#82b8dc',
  },
});
