export default {
	zh: {
		clusterTitle: "两个进程，一次登录",
		clusterIntro: "同一个库存查询台跑了两个进程，通过一个 Redis 共用一次登录。两边只出一个码；即使出码的进程突然终止，这个码也照样能用。",
		stepsLabel: "两个进程怎样共用一次登录",
		step1: "两边一起查", step1Text: "没有登录，两边的请求都先等待。",
		step2: "只出一个码", step2Text: "一个进程负责出码和查询扫码结果，两边显示同一个码。",
		step3: "结束负责的进程", step3Text: "另一个进程接手，码还是同一个。",
		step4: "只扫一次", step4Text: "等待中的请求都自动继续。",

		searchBoth: "两边一起查询",
		facts: (codes, asker, holder) => (codes === 1 ? "" : `已出码 ${codes} 次，最近一次`) + `由进程 ${asker} 出码` + (holder ? `，现由进程 ${holder} 负责` : ""),
		process: name => `进程 ${name}`,
		deskOf: name => `进程 ${name} 的库存查询台`,
		runs: "运行中", isStarting: "正在启动", hasEnded: "已结束", holds: "负责这次登录", waits: "一起等待",
		end: name => `结束进程 ${name}`, startIt: "重新启动",
		startingText: "正在启动，需要几秒钟…", endedText: "这个进程被强行结束了，来不及通知任何人。",

		starting: "进程正在启动…",
		searchFirst: "点“两边一起查询”，或者在任意一边查。",
		held: (holder, other) => `码由进程 ${holder} 获取，登录也由它负责。试试结束进程 ${holder}；也可以直接扫码。`,
		heldScanned: holder => `已扫码。请在演示手机上确认登录，或者先结束进程 ${holder} 试试。`,
		orphaned: (holder, other) => `进程 ${holder} 已终止。等它的租约到期（最多 15 秒），进程 ${other} 就会接手同一个码。`,
		noneLeft: () => "两个进程都已终止，码还在 Redis 里。重新启动任意一个，它会接着用这个码。",
		takenOver: (holder, asker) => `进程 ${holder} 已经接手进程 ${asker} 获取的码。现在请在演示手机上扫码、确认登录。`,
		takenOverScanned: (holder, asker) => `进程 ${holder} 已经接手进程 ${asker} 获取的码，刚才的扫码仍然有效。请在演示手机上确认登录。`,
		startAgain: name => `一次扫码就登录好了。重新启动进程 ${name} 再查一次：不用再扫码，结果马上就有。`,
		bothLoggedIn: "两个进程都登录好了，再查都会马上有结果。想重来一遍？在演示手机上点“让登录失效”，再两边一起查。",
		noneRuns: "两个进程都已结束，请重新启动任意一个。",
		clusterDown: "平台已宕机，请在演示手机上让它恢复。",

		toDesk: "回到查询台 ↑", scanDoes: "扫两边共用的码", "code.none": "还没有小程序码。先查一次。"
	},
	en: {
		clusterTitle: "Two processes, one login",
		clusterIntro: "The stock desk runs in two processes, which share a login through one Redis. One code serves both, and it outlives the process that asked for it.",
		stepsLabel: "How two processes share a login",
		step1: "Search in both", step1Text: "Nobody is logged in, so both calls wait.",
		step2: "One code", step2Text: "One process asks for it and watches it. Both show it.",
		step3: "End that process", step3Text: "The other one takes over, with the same code.",
		step4: "One scan", step4Text: "Every call that waits goes on by itself.",

		searchBoth: "Search in both",
		facts: (codes, asker, holder) => (codes === 1 ? "1 code so far," : `${codes} codes so far, the last one`) + ` asked for by process ${asker}` + (holder ? `; process ${holder} holds the login` : ""),
		process: name => `Process ${name}`,
		deskOf: name => `Stock desk of process ${name}`,
		runs: "Running", isStarting: "Starting", hasEnded: "Ended", holds: "Holds the login", waits: "Waits with it",
		end: name => `End process ${name}`, startIt: "Start it again",
		startingText: "Starting; this takes some seconds…", endedText: "This process was killed and had no time to tell anybody.",

		starting: "The processes are starting…",
		searchFirst: "Press “Search in both”, or search on one of the desks.",
		held: (holder, other) => `Process ${holder} asked for the code and holds the login. End process ${holder}, or just scan.`,
		heldScanned: holder => `Scanned. Press “Confirm” on the demo phone, or end process ${holder} before you do.`,
		orphaned: (holder, other) => `Process ${holder} is gone. When its lease has run out, within 15 seconds, process ${other} goes on with the same code.`,
		noneLeft: () => "Both processes are gone, but the code is in Redis. Start one of them again, and it goes on with that code.",
		takenOver: (holder, asker) => `Process ${holder} has taken over the code of process ${asker}. Now scan and confirm on the demo phone.`,
		takenOverScanned: (holder, asker) => `Process ${holder} has taken over the code of process ${asker}, and your scan still counts. Press “Confirm” on the demo phone.`,
		startAgain: name => `One scan was enough. Start process ${name} again and search: it has the session at once, without another code.`,
		bothLoggedIn: "Both processes are logged in, and each search is answered at once. To begin anew, revoke the session on the demo phone and search in both.",
		noneRuns: "Both processes have ended. Start one of them again.",
		clusterDown: "The platform is down. Bring it back on the demo phone.",

		toDesk: "Back to the desks ↑", scanDoes: "the shared code", "code.none": "No code yet. Search first."
	}
};
