/* What the bad libraries have in common: a manifest that fits its schema, without events unless said
 * otherwise. */
#pragma once
#include <cast/plugin.h>

#define MANIFEST_WITH(events)                                                                              \
  "{\"id\":\"bad\",\"version\":\"1.0.0\",\"title\":\"Bad on purpose\",\"sources\":[{\"title\":\"None\"}]," \
  "\"events\":[" events "],\"formats\":[],\"conversions\":[]}"
#define ONE_EVENT \
  "{\"eventType\":\"bad:event\",\"schema\":\"event.json\",\"title\":\"An event\",\"section\":\"None\"}"

#ifdef __cplusplus
extern "C" CAST_PLUGIN_EXPORT const cast_plugin_table cast_plugin_entry;
#else
extern CAST_PLUGIN_EXPORT const cast_plugin_table cast_plugin_entry;
#endif
