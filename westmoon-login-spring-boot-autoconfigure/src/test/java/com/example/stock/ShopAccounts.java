package com.example.stock;

import java.util.Map;

import io.westmoon.login.WestmoonAuthClient;
import io.westmoon.login.WestmoonAuthClients;
import org.springframework.stereotype.Service;

@Service
class ShopAccounts {

	private final WestmoonAuthClients clients;

	ShopAccounts(WestmoonAuthClients clients) {
		this.clients = clients;
	}

	WestmoonAuthClient open(String shop, String userId) {
		return this.clients.register(shop, Map.of("expected-user-id", userId));
	}

	void close(String shop) {
		this.clients.remove(shop);
	}

}
