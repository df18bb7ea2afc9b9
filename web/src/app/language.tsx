import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useState } from 'react';

/** The languages of the app, as the order of the texts in a catalogue. */
const LANGUAGES = ['vi', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Every text of a part of the app, side by side in both languages: `'home.title': ['Trang chủ', 'Home']`. */
export type Catalogue = Readonly<Record<string, readonly [vi: string, en: string]>>;

/** Values for the `{name}` of a text. Numbers are written as the language writes them. */
export type Values = Readonly<Record<string, string | number>>;

const KEPT_AS = 'loa-luat.language';

interface Setting {
  language: Language;
  setLanguage(language: Language): void;
}

const Context = createContext<Setting>({ language: 'vi', setLanguage: () => undefined });

/** Holds the language for everything below it; it is remembered on this device. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(() =>
    localStorage.getItem(KEPT_AS) === 'en' ? 'en' : 'vi',
  );
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(KEPT_AS, language);
  }, [language]);
  const setting = useMemo(() => ({ language, setLanguage }), [language]);
  return <Context value={setting}>{children}</Context>;
}

export function useLanguage(): Setting {
  return useContext(Context);
}

/** The texts of a catalogue in the chosen language: `const t = useText(homeTexts); t('title', { count: 3 })`. */
export function useText<Texts extends Catalogue>(catalogue: Texts) {
  const { language } = useLanguage();
  return useCallback(
    (key: keyof Texts & string, values: Values = {}) =>
      fillIn(catalogue[key]![LANGUAGES.indexOf(language)]!, values, language),
    [catalogue, language],
  );
}

/**
 * Puts values into a text: `{name}` is the value, `{count|household|households}` the first word for one and the second
 * for any other number (English needs it, Vietnamese does not).
 */
export function fillIn(text: string, values: Values, language: Language): string {
  return text.replace(
    /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g,
    (whole, name: string, one?: string, many?: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      if (one !== undefined) return value === 1 ? one : many!;
      return typeof value === 'number' ? formatNumber(value, language) : value;
    },
  );
}

const LOCALES: Record<Language, string> = { vi: 'vi-VN', en: 'en-GB' };
/** Wherever the browser stands, the campaign goes out in Vietnam. */
const timeZone = 'Asia/Ho_Chi_Minh';

function formatNumber(value: number, language: Language): string {
  return value.toLocaleString(LOCALES[language]);
}

/** Numbers and times as the chosen language writes them, in Vietnam's time. */
export function useFormat() {
  const { language } = useLanguage();
  return useMemo(() => {
    const locale = LOCALES[language];
    const dateTime = new Intl.DateTimeFormat(locale, {
      hour: '2-digit',
      minute: '2-digit',
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      timeZone,
    });
    const date = new Intl.DateTimeFormat(locale, {
      day: '2-digit',
      month: '2-digit',
      year: 'numeric',
      timeZone,
    });
    const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit', timeZone });
    const weekday = new Intl.DateTimeFormat(locale, {
      weekday: 'long',
      day: '2-digit',
      month: '2-digit',
      timeZone,
    });
    const at = (value: string | Date) => (typeof value === 'string' ? new Date(value) : value);
    return {
      number: (value: number) => formatNumber(value, language),
      percent: (part: number, whole: number) =>
        (whole === 0 ? 0 : part / whole).toLocaleString(locale, {
          style: 'percent',
          maximumFractionDigits: 1,
        }),
      dateTime: (value: string | Date) => dateTime.format(at(value)),
      date: (value: string | Date) => date.format(at(value)),
      time: (value: string | Date) => time.format(at(value)),
      weekday: (value: string | Date) => weekday.format(at(value)),
    };
  }, [language]);
}
