export default {
	zh: {
		chat: "群聊", chatIntro: "starter 把通知发到企业微信群机器人；这里的机器人是演示用的，收到什么就显示什么。通知的语言由应用配置。",
		chatName: "运维值班群", chatBot: "登录提醒", chatBotTag: "机器人", chatEmpty: "还没有通知。先在查询台查一次。",
		chatPicture: "小程序码的图片", chatAll: "@所有人", chatOffline: "群聊暂时没有响应。",
		toChat: count => count ? `去群聊（${count} 条通知）↓` : "去群聊 ↓"
	},
	en: {
		chat: "Group chat", chatIntro: "The starter sends notices to the robot of a WeCom group. This robot belongs to the demo and shows what it gets. The application decides in which language.",
		chatName: "Operations", chatBot: "Login reminder", chatBotTag: "BOT", chatEmpty: "No notice yet. Search on the desk first.",
		chatPicture: "The picture of a code", chatAll: "@everybody", chatOffline: "The chat does not answer.",
		toChat: count => count ? `To the group chat (${count === 1 ? "1 notice" : `${count} notices`}) ↓` : "To the group chat ↓"
	}
};
