// What Swift can't call of libcurl: its functions with variable arguments, one of ours for each use of them.
#ifndef RECKONER_CCURL_H
#define RECKONER_CCURL_H

#include <curl/curl.h>
#include <stddef.h>
#include <string.h>

static inline CURLcode reckoner_curl_set_text(CURL *handle, CURLoption option, const char *text) {
  return curl_easy_setopt(handle, option, text);
}

static inline CURLcode reckoner_curl_set_number(CURL *handle, CURLoption option, long number) {
  return curl_easy_setopt(handle, option, number);
}

static inline CURLcode reckoner_curl_set_list(CURL *handle, CURLoption option, struct curl_slist *list) {
  return curl_easy_setopt(handle, option, list);
}

// The bytes of a message, and how many of them were taken.
struct reckoner_curl_source {
  const unsigned char *bytes;
  size_t count;
  size_t taken;
};

static size_t reckoner_curl_read(char *buffer, size_t size, size_t count, void *context) {
  struct reckoner_curl_source *source = (struct reckoner_curl_source *)context;
  size_t rest = source->count - source->taken;
  size_t part = size * count < rest ? size * count : rest;
  memcpy(buffer, source->bytes + source->taken, part);
  source->taken += part;
  return part;
}

static inline CURLcode reckoner_curl_set_source(CURL *handle, struct reckoner_curl_source *source) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_READFUNCTION, reckoner_curl_read);
  if (code != CURLE_OK) return code;
  return curl_easy_setopt(handle, CURLOPT_READDATA, source);
}

// Called about once a second, and whenever something moves; anything but 0 ends the transfer.
typedef int (*reckoner_curl_progress)(void *context, curl_off_t, curl_off_t, curl_off_t, curl_off_t);

static inline CURLcode reckoner_curl_set_progress(CURL *handle, reckoner_curl_progress progress, void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, progress);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_XFERINFODATA, context);
  if (code == CURLE_OK) code = curl_easy_setopt(handle, CURLOPT_NOPROGRESS, 0L);
  return code;
}

static size_t reckoner_curl_ignore(char *data, size_t size, size_t count, void *context) {
  (void)data;
  (void)context;
  return size * count;
}

// Without this the library writes what it is sent to standard output.
static inline CURLcode reckoner_curl_ignore_answers(CURL *handle) {
  return curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, reckoner_curl_ignore);
}

// The code of the server's last answer; 0 where there was none.
static inline long reckoner_curl_answer(CURL *handle) {
  long code = 0;
  curl_easy_getinfo(handle, CURLINFO_RESPONSE_CODE, &code);
  return code;
}

static inline CURLcode reckoner_curl_start(void) { return curl_global_init(CURL_GLOBAL_DEFAULT); }

#endif
