# find_package(cast-plugin): the target cast::plugin-sdk and the function cast_add_plugin.
include("${CMAKE_CURRENT_LIST_DIR}/cast-plugin-targets.cmake")
include("${CMAKE_CURRENT_LIST_DIR}/CastPlugin.cmake")
