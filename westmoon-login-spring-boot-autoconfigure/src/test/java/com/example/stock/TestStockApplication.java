package com.example.stock;

import java.util.Scanner;

import io.westmoon.login.test.WestmoonPlatformServer;
import org.springframework.boot.SpringApplication;

class TestStockApplication {

	public static void main(String[] args) {
		WestmoonPlatformServer platform = WestmoonPlatformServer.start();
		System.setProperty("westmoon.login.base-url", platform.url());
		System.setProperty("westmoon.login.store.type", "memory");
		SpringApplication.from(StockApplication::main).run(args);
		System.out.println("Press Enter to scan and confirm. Or type: reject, expire, revoke, down, recover");
		Scanner phone = new Scanner(System.in);
		while (phone.hasNextLine()) {
			try {
				switch (phone.nextLine().trim()) {
					case "" -> platform.scanAndConfirm();
					case "reject" -> platform.reject();
					case "expire" -> platform.expire();
					case "revoke" -> platform.revoke();
					case "down" -> platform.down();
					case "recover" -> platform.recover();
					default -> System.out.println("The phone does not know that");
				}
			}
			catch (IllegalStateException ex) {
				System.out.println(ex.getMessage());
			}
		}
	}

}
