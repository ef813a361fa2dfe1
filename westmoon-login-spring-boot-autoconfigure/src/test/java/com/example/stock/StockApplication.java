package com.example.stock;

import org.springframework.boot.autoconfigure.SpringBootApplication;

@SpringBootApplication
class StockApplication {

}
