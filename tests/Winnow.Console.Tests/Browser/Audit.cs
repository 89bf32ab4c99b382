namespace Winnow.Console.Tests.Browser;

/// <summary>What can be told of a page without knowing it: names of controls, contrast of text, roles, width.</summary>
internal static class Audit
{
    /// <summary>Controls that have no name for those who do not see them.</summary>
    public const string Nameless = """
        () => {
          const text = (e) => (e?.textContent ?? '').trim();
          const name = (e) => e.getAttribute('aria-label') || (e.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => text(document.getElementById(id))).join(' ').trim()
            || (e.labels ? [...e.labels].map(text).join(' ') : '') || (e.matches('input, select, iframe') ? '' : text(e)) || e.title;
          return [...document.querySelectorAll('a[href], button, input, select, iframe, canvas, [role=option], [role=listbox], [tabindex="0"]')]
            .filter((e) => e.checkVisibility() && !e.closest('[aria-hidden=true]') && !name(e)).map((e) => e.outerHTML.slice(0, 160));
        }
        """;

    /// <summary>Texts whose contrast is below WCAG 2.2 AA: 4.5, or 3 from 24 px, or from 18.66 px in bold.</summary>
    public const string Faint = """
        () => {
          const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
          const rgba = (colour) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const light = ([r, g, b]) => [r, g, b].map((v) => v / 255).map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)).reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
          const ground = (e) => { for (; e; e = e.parentElement) { const c = rgba(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255, 255]; };
          const faint = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode()) {
            const e = walker.currentNode.parentElement;
            if (!walker.currentNode.data.trim() || !e.checkVisibility() || e.closest('.unseen, .skip, noscript, option, :disabled, [aria-busy=true]')) continue;
            const style = getComputedStyle(e), svg = e.namespaceURI.endsWith('svg');
            const [a, b] = [light(rgba(svg ? style.fill : style.color)), light(ground(e))];
            const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), size = parseFloat(style.fontSize);
            if (ratio < (size >= 24 || (size >= 18.66 && style.fontWeight >= 700) ? 3 : 4.5)) faint.push(`${ratio.toFixed(2)} "${walker.currentNode.data.trim()}" ${e.className.baseVal ?? e.className}`);
          }
          return [...new Set(faint)];
        }
        """;

    /// <summary>Roles that are not where they may be, ids used twice, and references to ids that are not there.</summary>
    public const string Misplaced = """
        () => [
          ...[...document.querySelectorAll('[role=option]')].filter((e) => !e.closest('[role=listbox]')).map(() => 'option outside a listbox'),
          ...[...document.querySelectorAll('[role=listbox]:not([hidden])')].filter((e) => [...e.children].some((c) => c.getAttribute('role') !== 'option')).map(() => 'listbox with other children'),
          ...[...document.querySelectorAll('[id]')].filter((e, i, all) => all.findIndex((o) => o.id === e.id) !== i).map((e) => `id ${e.id} twice`),
          ...[...document.querySelectorAll('[aria-controls], [aria-labelledby], [aria-describedby], label[for]')].flatMap((e) => ['aria-controls', 'aria-labelledby', 'aria-describedby', 'for'].flatMap((a) => (e.getAttribute(a) ?? '').split(' ').filter(Boolean)))
            .filter((id) => !document.getElementById(id)).map((id) => `no element ${id}`),
          ...(document.querySelectorAll('h1').length === 0 ? ['no h1'] : []),
          ...(document.querySelectorAll('main').length !== 1 ? ['not one main'] : []),
        ]
        """;

    /// <summary>Pixels by which the page is wider than its window.</summary>
    public const string Overflow = "() => Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)";
}
