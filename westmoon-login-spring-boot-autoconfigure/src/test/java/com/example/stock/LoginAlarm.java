package com.example.stock;

import io.westmoon.login.LoginEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

@Component
class LoginAlarm {

	private static final Logger logger = LoggerFactory.getLogger(LoginAlarm.class);

	@EventListener
	void somebodyMustScan(LoginEvent.LoginRequired event) {
		logger.warn("Please log in account {}: {}", event.account(), event.scanLocation());
	}

	@EventListener
	void somebodyShouldScanToday(LoginEvent.Expiring event) {
		logger.warn("The session of account {} ends at {}", event.account(), event.expiresAt());
	}

}
