#include <curl/curl.h>

/* curl_easy_setopt and curl_easy_getinfo take what follows by their second argument, which Swift can't call. */
typedef size_t (*pierhead_curl_function)(char *, size_t, size_t, void *);

static inline CURLcode pierhead_curl_text(CURL *curl, CURLoption option, const char *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode pierhead_curl_number(CURL *curl, CURLoption option, long value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode pierhead_curl_list(CURL *curl, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(curl, option, value);
}

static inline CURLcode pierhead_curl_function_with(
    CURL *curl, CURLoption function, pierhead_curl_function called, CURLoption data, void *with) {
  CURLcode code = curl_easy_setopt(curl, function, called);
  return code == CURLE_OK ? curl_easy_setopt(curl, data, with) : code;
}

static inline long pierhead_curl_status(CURL *curl) {
  long status = 0;
  curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
  return status;
}

static inline long pierhead_curl_retry_after(CURL *curl) {
  curl_off_t seconds = 0;
  curl_easy_getinfo(curl, CURLINFO_RETRY_AFTER, &seconds);
  return (long)seconds;
}

static inline CURLcode pierhead_curl_socket_with(
    CURL *curl, curl_opensocket_callback called, void *with) {
  CURLcode code = curl_easy_setopt(curl, CURLOPT_OPENSOCKETFUNCTION, called);
  return code == CURLE_OK ? curl_easy_setopt(curl, CURLOPT_OPENSOCKETDATA, with) : code;
}
