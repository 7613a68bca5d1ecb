import Crypto
import HTTPTypes

/// The style sheet, the script and the icon; their addresses change with their content, so that they are kept
/// for good.
struct Assets: Sendable {
    let address: String
    let type: String
    let bytes: [UInt8]

    static let style = Assets("style", "css", "text/css; charset=utf-8", PackageResources.style_css)
    static let script = Assets("site", "js", "text/javascript; charset=utf-8", PackageResources.site_js)
    static let icon = Assets("icon", "svg", "image/svg+xml", Array(leaf.utf8))
    static let all = [style, script, icon]

    private init(_ name: String, _ ending: String, _ type: String, _ bytes: [UInt8]) {
        let digest = SHA256.hash(data: bytes).prefix(6).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0" + digits : digits
        }
        address = "/assets/\(name)-\(digest.joined()).\(ending)"
        self.type = type
        self.bytes = bytes
    }

    static func answer(_ address: String) throws -> Answer {
        guard let asset = all.first(where: { $0.address == address }) else { throw RequestRefusal.notFound }
        return Answer(
            headers: [.contentType: asset.type, .cacheControl: "public, max-age=31536000, immutable"],
            body: asset.bytes)
    }

    /// A leaf of the cassia tree.
    private static let leaf = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
        <path fill="#1f6f54" d="M4 28C4 12 14 4 28 4c0 \
        14-8 24-24 24z"/><path stroke="#fff" stroke-width="1.6" fill="none" d="M4 28 22 10"/></svg>
        """
}
