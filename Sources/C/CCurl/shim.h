#pragma once
#include <curl/curl.h>

// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift does not import: typed wrappers instead.
static inline CURLcode assay_curl_set_long(CURL *easy, CURLoption option, long value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode assay_curl_set_offset(CURL *easy, CURLoption option, curl_off_t value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode assay_curl_set_text(CURL *easy, CURLoption option, const char *value) { return curl_easy_setopt(easy, option, value); }
static inline CURLcode assay_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) { return curl_easy_setopt(easy, option, value); }
// libcurl copies the bytes.
static inline CURLcode assay_curl_set_blob(CURL *easy, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = { (void *)bytes, count, CURL_BLOB_COPY };
    return curl_easy_setopt(easy, option, &blob);
}
// The buffer must hold CURL_ERROR_SIZE bytes and outlive the handle.
static inline CURLcode assay_curl_set_error_buffer(CURL *easy, char *buffer) { return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, buffer); }
static inline CURLcode assay_curl_on_body(CURL *easy, curl_write_callback function, void *context) {
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
    return curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, function);
}
static inline CURLcode assay_curl_on_field(CURL *easy, curl_write_callback function, void *context) {
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
    return curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, function);
}
static inline CURLcode assay_curl_on_upload(CURL *easy, curl_read_callback function, void *context) {
    curl_easy_setopt(easy, CURLOPT_READDATA, context);
    return curl_easy_setopt(easy, CURLOPT_READFUNCTION, function);
}
static inline CURLcode assay_curl_on_progress(CURL *easy, curl_xferinfo_callback function, void *context) {
    curl_easy_setopt(easy, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(easy, CURLOPT_XFERINFODATA, context);
    return curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, function);
}
static inline CURLcode assay_curl_get_long(CURL *easy, CURLINFO info, long *value) { return curl_easy_getinfo(easy, info, value); }
static inline CURLcode assay_curl_get_offset(CURL *easy, CURLINFO info, curl_off_t *value) { return curl_easy_getinfo(easy, info, value); }
static inline CURLcode assay_curl_get_text(CURL *easy, CURLINFO info, const char **value) { return curl_easy_getinfo(easy, info, value); }
// The result is a member of a union, and macros with casts are not imported.
static inline CURLcode assay_curl_result(const CURLMsg *message) { return message->data.result; }
static inline CURLcode assay_curl_global_init(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }
static inline CURLMcode assay_curl_multi_set_long(CURLM *multi, CURLMoption option, long value) { return curl_multi_setopt(multi, option, value); }

// What libcurl keeps to itself of a TLS connection. OpenSSL is asked by name, for its headers belong to another package; where libcurl
// uses another TLS library nothing is known.
#include <dlfcn.h>

// The session while a transfer runs over it; null without TLS.
static inline const void *assay_tls_session(CURL *easy) {
    const struct curl_tlssessioninfo *info = NULL;
    if (curl_easy_getinfo(easy, CURLINFO_TLS_SSL_PTR, &info) != CURLE_OK || !info || info->backend != CURLSSLBACKEND_OPENSSL) return NULL;
    return info->internals;
}
// As OpenSSL names it, e.g. TLSv1.3.
static inline const char *assay_tls_version(const void *session) {
    const char *(*version)(const void *) = (const char *(*)(const void *))dlsym(RTLD_DEFAULT, "SSL_get_version");
    return version ? version(session) : NULL;
}
// The registered name, e.g. TLS_AES_256_GCM_SHA384.
static inline const char *assay_tls_suite(const void *session) {
    const void *(*cipher)(const void *) = (const void *(*)(const void *))dlsym(RTLD_DEFAULT, "SSL_get_current_cipher");
    const char *(*name)(const void *) = (const char *(*)(const void *))dlsym(RTLD_DEFAULT, "SSL_CIPHER_standard_name");
    return cipher && name && cipher(session) ? name(cipher(session)) : NULL;
}
// Writes the SHA-256 of up to `most` certificates as the server sent them, 32 bytes each, and returns how many.
static inline int assay_tls_chain(const void *session, unsigned char *digests, int most) {
    const void *(*chain)(const void *) = (const void *(*)(const void *))dlsym(RTLD_DEFAULT, "SSL_get_peer_cert_chain");
    int (*count)(const void *) = (int (*)(const void *))dlsym(RTLD_DEFAULT, "OPENSSL_sk_num");
    void *(*value)(const void *, int) = (void *(*)(const void *, int))dlsym(RTLD_DEFAULT, "OPENSSL_sk_value");
    const void *(*sha256)(void) = (const void *(*)(void))dlsym(RTLD_DEFAULT, "EVP_sha256");
    int (*digest)(const void *, const void *, unsigned char *, unsigned int *) =
        (int (*)(const void *, const void *, unsigned char *, unsigned int *))dlsym(RTLD_DEFAULT, "X509_digest");
    if (!chain || !count || !value || !sha256 || !digest || !chain(session)) return 0;
    int written = 0;
    for (int index = 0; index < count(chain(session)) && index < most; index++) {
        unsigned int length = 0;
        if (!digest(value(chain(session), index), sha256(), digests + 32 * written, &length) || length != 32) return written;
        written++;
    }
    return written;
}
