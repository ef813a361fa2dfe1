package io.westmoon.login.page;

/**
 * The token that Spring Security wants to see again with a POST.
 *
 * @param header the header that carries it
 * @param parameter the form field that carries it
 * @param token the token
 */
record PageCsrfToken(String header, String parameter, String token) {
}
