// What has to be known before anything is painted: the person's theme and language. Once the page runs
// it settles both itself, by the same rules: web/src/shell/browser/preferences.rs.

const stored = key => {
    try {
        return localStorage.getItem(`socket-lab.${key}`);
    } catch {
        // A forbidden storage remembers nothing.
        return null;
    }
};
const asked = new URLSearchParams(location.search).get('lang');
const root = document.documentElement;
root.lang = /^zh/i.test(asked || stored('language') || navigator.language) ? 'zh-CN' : 'en';
root.dataset.theme = stored('theme') ?? 'auto';
