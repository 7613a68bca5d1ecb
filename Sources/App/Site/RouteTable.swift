import HTTPTypes

/// Finding out which methods an address knows, for those that come with another.
enum RouteTable {
    private static let patterns: [(parts: [Substring], method: HTTPRequest.Method)] = Site.routes.map {
        ($0.path.split(separator: "/"), $0.method)
    }

    /// What an address can be asked with, such as `GET, HEAD`; nil for one that is not there.
    static func allowed(at path: String) -> String? {
        let parts = path.split(separator: "/")
        var methods: Set<String> = []
        for pattern in patterns where matches(parts, pattern.parts) {
            methods.insert(pattern.method.rawValue)
            if pattern.method == .get { methods.insert("HEAD") }
        }
        return methods.isEmpty ? nil : methods.sorted().joined(separator: ", ")
    }

    private static func matches(_ parts: [Substring], _ pattern: [Substring]) -> Bool {
        parts.count == pattern.count
            && zip(parts, pattern).allSatisfy { $0.1.hasPrefix(":") || $0.0 == $0.1 }
    }
}
