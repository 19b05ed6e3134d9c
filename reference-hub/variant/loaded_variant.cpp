#include "variant/loaded_variant.hpp"

#include <utility>

#include "variant/schema_dialect.hpp"

namespace cast::hub {
namespace {

std::unique_ptr<const ValueSchema> compiled(const std::string& text, const std::string& whose) {
  try {
    return std::make_unique<const ValueSchema>(text);
  } catch (const SchemaError& e) {
    throw PluginError("its schema for " + whose + " can't be used: " + e.what());
  }
}

}  // namespace

LoadedVariant::LoadedVariant(const cast_plugin_table* core) : table(core) { read(); }

LoadedVariant::LoadedVariant(const std::filesystem::path& from, std::unique_ptr<const PluginCopy> copy)
    : file(from), library(std::make_unique<const PluginFile>(std::move(copy))), table(library->table()) {
  read();
}

void LoadedVariant::read() {
  manifest = readManifest(table.manifest());
  for (const auto& eventType : manifest.eventTypes)
    schemas[eventType] = compiled(table.schemaOf(eventType), eventType);
  for (const auto& format : manifest.formats)
    formatSchemas[format] = compiled(table.formatSchemaOf(format), "the format " + format);
  if (!manifest.conversions.empty() && !table.converts())
    throw PluginError("its manifest lists conversions, but it has no extension " CAST_EXTENSION_CONVERTER
                      ": override convert() in its class, or list none");
  judges = table.judges();
}

}  // namespace cast::hub
