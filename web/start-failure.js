// Says in both languages why the page does not start. The page's own texts are in the WebAssembly that may be missing.

const TITLE = ["Socket Lab could not start", "套接字实验室未能启动"];

// Each as [English, Chinese].
const reasons = {
    noWebAssembly: () => [
        "This browser has no WebAssembly, or it is switched off, as iOS does in Lockdown Mode. Switch it on, or use a current Chromium, Firefox or Safari.",
        "此浏览器没有 WebAssembly，或者它被关闭了（例如 iOS 的锁定模式）。请把它打开，或换用新版的 Chromium、Firefox 或 Safari。",
    ],
    missing: file => [
        `A part of the page did not arrive: ${file}. Is the relay still running in its terminal? Then load the page again.`,
        `页面的一个文件没有取到：${file}。中继还在终端里运行吗？请在它运行时重新加载页面。`,
    ],
    fault: message => [
        `The browser says: ${message}. Load the page again; if that does not help, use a current Chromium, Firefox or Safari.`,
        `浏览器报告：${message}。请重新加载页面；如果仍然不行，请换用新版的 Chromium、Firefox 或 Safari。`,
    ],
};

const element = (name, properties, ...children) => {
    const made = Object.assign(document.createElement(name), properties);
    made.append(...children);
    return made;
};

const tell = reason => {
    const words = reason.map((text, index) => element(
        "div", { className: "notice-words", lang: ["en", "zh-CN"][index] },
        element("strong", {}, TITLE[index]), element("p", {}, text),
    ));
    const notice = element("section", { className: "notice", id: "start-failure" }, ...words);
    notice.setAttribute("role", "alert");
    document.getElementById(notice.id)?.remove();
    // A page that starts after all replaces it with the rest of the body.
    document.body.append(notice);
};

const watched = new AbortController();
const fail = reason => {
    // Every place is a `main`: where there is one the page has started, and says itself what goes wrong.
    if (document.querySelector("main")) watched.abort();
    else if (document.body) tell(reason);
    else addEventListener("DOMContentLoaded", () => tell(reason));
};

const failed = error => {
    if (!("WebAssembly" in window)) return fail(reasons.noWebAssembly());
    const message = String(error?.message ?? error);
    return fail(reasons.fault(message));
};

const options = { capture: true, signal: watched.signal };
addEventListener("error", event => {
    const { target } = event;
    if (target === window) failed(event.error ?? event.message);
    else if (target instanceof HTMLScriptElement) fail(reasons.missing(new URL(target.src).pathname));
}, options);
addEventListener("unhandledrejection", event => failed(event.reason), options);
