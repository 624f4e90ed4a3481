/** The style of all pages: light and dark as the reader's system has it, and one column on a phone. */
export const style = `
:root { color-scheme: light dark; --line: #8883; --soft: #8881; --link: light-dark(#1b5fb8, #7fb2f5);
  --good: light-dark(#1d8a4d, #3fbf7a); --bad: light-dark(#c2323f, #f0707c); --busy: light-dark(#3672c4, #7fb2f5);
  --warn: light-dark(#b07800, #e8b33a); }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 0 auto; padding: 0 1rem 3rem; }
a { color: var(--link); text-decoration: none; } a:hover { text-decoration: underline; }
nav { display: flex; gap: .4rem 1.2rem; align-items: center; flex-wrap: wrap; padding: .8rem 0; border-bottom: 1px solid var(--line); }
nav .home { font-weight: 700; font-size: 1.1rem; color: inherit; } nav form { margin-left: auto; }
h1 { font-size: 1.35rem; margin: 1.2rem 0 .3rem; overflow-wrap: anywhere; } h2 { font-size: 1.05rem; margin: 1.8rem 0 .4rem; }
p { margin: .4rem 0; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .35rem .9rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
th { font-weight: 600; font-size: .85rem; opacity: .7; white-space: nowrap; } td { overflow-wrap: break-word; max-width: 34rem; }
td.number, th.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; } time { white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { display: flex; height: .65rem; min-width: 9rem; margin: .45rem 0; background: var(--line); border-radius: .35rem; overflow: hidden; }
.bar i.succeeded { background: var(--good); } .bar i.running { background: var(--busy); }
.bar i.failed { background: var(--bad); } .bar i.blocked, .bar i.cancelled { background: var(--bad); opacity: .5; }
.state { white-space: nowrap; font-weight: 600; } .state::before { content: '\\25cf'; margin-right: .35rem; font-size: .8em; opacity: .8; }
.state-succeeded { color: var(--good); } .state-failed, .state-blocked, .state-refused, .state-cancelled { color: var(--bad); }
.state-running, .state-released, .state-partial, .state-open { color: var(--busy); }
.note { border-left: 4px solid var(--warn); padding: .4rem .8rem; background: var(--soft); }
.quiet { opacity: .7; font-size: .93em; } code { font-size: .9em; overflow-wrap: anywhere; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin: .7rem 0; align-items: start; }
button, summary.button { font: inherit; font-size: .9rem; padding: .15rem .8rem; border: 1px solid var(--line); border-radius: .3rem; background: var(--soft); color: inherit; cursor: pointer; }
button:hover, summary.button:hover { border-color: currentColor; } details[open] form { margin-top: .4rem; } .danger { color: var(--bad); }
summary.button { list-style: none; } summary.button::-webkit-details-marker { display: none; }
.login { max-width: 26rem; margin: 18vh auto 0; } .login input, .login button { display: block; box-sizing: border-box; width: 100%; font: inherit; padding: .4rem; margin: .4rem 0; }
`;
