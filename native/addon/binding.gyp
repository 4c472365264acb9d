{
	"targets": [{
		"target_name": "falconer",
		"sources": ["addon.cc", "live_driver.cc", "ring.cc", "waiter.cc"],
		"include_dirs": ["<!@(node -p \"require('node-addon-api').include\")"],
		"defines": ["NAPI_VERSION=8", "NAPI_DISABLE_CPP_EXCEPTIONS", "NODE_ADDON_API_DISABLE_DEPRECATED"],
		"cflags_cc": ["-std=c++17", "-O2", "-Wall", "-Wextra", "-Wno-unused-parameter", "-Wno-missing-field-initializers"],
		"libraries": ["<!@(sh libraries.sh)"]
	}]
}
