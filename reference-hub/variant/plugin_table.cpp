#include "variant/plugin_table.hpp"

#include <cstddef>
#include <exception>
#include <utility>

namespace cast::hub {
namespace {

constexpr std::uint64_t kMaxText = std::uint64_t{1} << 20U;

// Every call into a plugin goes through here: nothing it throws goes further.
template <typename Call>
auto guarded(const char* what, Call&& call) {
  try {
    return std::forward<Call>(call)();
  } catch (const std::exception& e) {
    throw PluginError(std::string(what) + " threw an exception (" + e.what() +
                      "): no exception may leave a plugin, return null instead");
  } catch (...) {
    throw PluginError(std::string(what) +
                      " threw an exception: none may leave a plugin, return null instead");
  }
}

std::string copied(const cast_text& text, const std::string& what) {
  if (!text.data || text.size == 0) throw PluginError(what + " is empty: give the text and its size");
  if (text.size > kMaxText) throw PluginError(what + " is longer than 1 MiB: shorten it");
  return {text.data, static_cast<std::size_t>(text.size)};
}

}  // namespace

PluginTable::PluginTable(const cast_plugin_table* table) : table_(table) {
  const std::string rebuild = ": build it again with this hub's plugin SDK";
  if (table->abi_major != CAST_PLUGIN_ABI_MAJOR)
    throw PluginError("it was built for version " + std::to_string(table->abi_major) +
                      " of the plugin boundary and this hub speaks version " +
                      std::to_string(CAST_PLUGIN_ABI_MAJOR) + rebuild);
  if (table->size < sizeof(cast_plugin_table))
    throw PluginError("its table has " + std::to_string(table->size) + " bytes and version " +
                      std::to_string(CAST_PLUGIN_ABI_MAJOR) + " of the plugin boundary needs " +
                      std::to_string(sizeof(cast_plugin_table)) + rebuild);
  if (!table->get_extension) throw PluginError("its table has no get_extension" + rebuild);
}

std::string PluginTable::manifest() const { return copied(table_->manifest, "its manifest"); }

std::string PluginTable::schemaOf(const std::string& eventType) const {
  const auto* schemas = static_cast<const cast_schemas*>(extension(CAST_EXTENSION_SCHEMAS));
  if (!schemas || schemas->size < sizeof(cast_schemas) || !schemas->schema_of)
    throw PluginError("its manifest lists events, but it has no extension " CAST_EXTENSION_SCHEMAS
                      " to give their schemas: add it, or build the plugin with cast_add_plugin()");
  const cast_text text =
      guarded("schema_of", [&] { return schemas->schema_of(eventType.data(), eventType.size()); });
  return copied(text, "its schema for " + eventType);
}

const void* PluginTable::extension(const char* id) const {
  return guarded("get_extension", [&] { return table_->get_extension(id); });
}

}  // namespace cast::hub
