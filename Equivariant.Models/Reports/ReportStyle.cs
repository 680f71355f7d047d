namespace Equivariant.Reports;

/// <summary>The style sheet of every report: no fonts or files from elsewhere; light, dark and on paper.</summary>
internal static class ReportStyle
{
    /// <summary>
    /// The colours are those of Okabe and Ito (2008), which colour-blind readers can tell apart, lighter where the page is dark.
    /// No '&lt;', '&gt;' or '&amp;' here: they would be escaped, and a style sheet does not read escapes.
    /// </summary>
    public const string Css = """

        :root { color-scheme: light dark;
          --paper: #ffffff; --ink: #1c2024; --soft: #5b6470; --rule: #d9dde2; --tint: #f4f6f8;
          --c0: #0072b2; --c1: #c44e00; --c2: #00795a; --c3: #a8497f; --c4: #8a6100; --c5: #2a7fb0;
          --c6: #6b4fa0; --c7: #5c5c5c;
          --right: #00694e; --wrong: #b03a00; }
        @media (prefers-color-scheme: dark) { :root {
          --paper: #14171a; --ink: #e6e9ec; --soft: #a2abb5; --rule: #353c43; --tint: #1e2328;
          --c0: #56b4e9; --c1: #ff9a56; --c2: #3fd0a4; --c3: #e79cc5; --c4: #e9bd4a; --c5: #8fd0f5;
          --c6: #bda6ee; --c7: #bdbdbd;
          --right: #4fd6ac; --wrong: #ff9a56; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; padding: 2rem 1.25rem 4rem; max-width: 54rem; background: var(--paper); color: var(--ink);
          font: 16px/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", sans-serif; }
        h1 { font-size: 1.75rem; line-height: 1.2; margin: 0 0 .25rem; }
        h2 { font-size: 1.2rem; margin: 2.75rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
        p { margin: .5rem 0 1rem; max-width: 44rem; }
        .lead { color: var(--soft); }
        .note, footer { color: var(--soft); font-size: .875rem; }
        footer { margin-top: 3rem; padding-top: .75rem; border-top: 1px solid var(--rule); }
        figure { margin: 1.5rem 0 2rem; break-inside: avoid; }
        figcaption { font-weight: 600; margin-bottom: .5rem; }
        figure .note { margin: .4rem 0 0; }
        .figures { display: flex; flex-wrap: wrap; gap: .75rem; margin: 1rem 0; }
        .figures div { flex: 1 1 9rem; padding: .75rem 1rem; background: var(--tint); border-radius: .5rem; }
        .figures strong { display: block; font-size: 1.5rem; line-height: 1.3; font-variant-numeric: tabular-nums; }
        .figures span { display: block; color: var(--soft); font-size: .875rem; line-height: 1.35; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .9375rem; font-variant-numeric: tabular-nums; }
        th, td { padding: .35rem .9rem .35rem 0; text-align: left; vertical-align: baseline; }
        thead th { color: var(--soft); font-weight: 600; border-bottom: 1px solid var(--ink); }
        tbody th { font-weight: 500; }
        tbody tr + tr th, tbody tr + tr td { border-top: 1px solid var(--rule); }
        .number { text-align: right; } td.number { white-space: nowrap; }
        .strip { font-size: .8125rem; }
        .strip th, .strip td { padding: .15rem .15rem; text-align: center; vertical-align: top; border: 0; line-height: 1.25; }
        .strip thead th { border: 0; }
        .strip tbody td { font-size: .69rem; font-weight: 400; width: 62px; max-width: 62px; overflow-wrap: anywhere; }
        .strip tbody th { text-align: left; white-space: nowrap; padding-right: .75rem; }
        .strip tbody tr + tr th, .strip tbody tr + tr td { border: 0; }
        img { display: block; margin: 0 auto; image-rendering: pixelated; border: 1px solid var(--rule); }
        .right { color: var(--right); }
        .wrong { color: var(--wrong); font-weight: 600; }
        svg { display: block; width: 100%; height: auto; font-size: 12px; }
        svg text { fill: var(--soft); font-variant-numeric: tabular-nums; }
        svg .small { font-size: 11px; }
        svg .halo { paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
        svg .title { fill: var(--ink); }
        svg .middle { text-anchor: middle; }
        svg .end { text-anchor: end; }
        svg .grid { stroke: var(--rule); stroke-width: 1; fill: none; }
        svg .axis { stroke: var(--soft); stroke-width: 1; }
        .c0 { --c: var(--c0); } .c1 { --c: var(--c1); } .c2 { --c: var(--c2); }
        .c3 { --c: var(--c3); } .c4 { --c: var(--c4); } .c5 { --c: var(--c5); }
        .c6 { --c: var(--c6); } .c7 { --c: var(--c7); }
        .curve { stroke: var(--c); stroke-width: 1.8; fill: none; stroke-linejoin: round; }
        .area { fill: var(--c); fill-opacity: .07; }
        .mark, .bar { fill: var(--c); }
        svg text.name { fill: var(--c); font-weight: 600; }
        .legend { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; font-size: .875rem; margin-bottom: .25rem; }
        .legend span { display: inline-flex; align-items: center; gap: .4rem; }
        .legend svg { width: 26px; }
        .gallery { display: flex; flex-wrap: wrap; gap: .75rem; }
        .gallery div { flex: 0 0 auto; text-align: center; font-size: .8125rem; line-height: 1.35; }
        .gallery small { display: block; color: var(--soft); }
        .turner input { width: 100%; max-width: 26rem; display: block; }
        [hidden] { display: none !important; }
        .side { display: flex; flex-wrap: wrap; gap: 0 2rem; }
        .side figure { flex: 1 1 20rem; }
        @media print { :root { color-scheme: light;
          --paper: #ffffff; --ink: #000000; --soft: #444444; --rule: #cccccc; --tint: #f2f2f2;
          --c0: #0072b2; --c1: #c44e00; --c2: #00795a; --c3: #a8497f; --c4: #8a6100; --c5: #2a7fb0;
          --c6: #6b4fa0; --c7: #5c5c5c;
          --right: #00694e; --wrong: #b03a00; }
          body { padding: 0; max-width: none; font-size: 11pt; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
          h2 { break-after: avoid; } .wide { overflow: visible; } }

        """;
}
