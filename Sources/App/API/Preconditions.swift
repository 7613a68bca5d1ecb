import HTTPTypes

/// The headers with which a machine says what it has seen and that it asks once.
extension Ask {
    /// The version in `If-Match`; nil without the header. `*` names no version and does not count.
    var seenVersion: Int64? {
        get throws {
            guard let text = headers[.ifMatch]?.trimmingSpaces() else { return nil }
            guard text.hasPrefix("\""), text.hasSuffix("\""), text.utf8.count >= 3,
                let version = Int64(text.dropFirst().dropLast())
            else { throw RequestRefusal.needsVersion }
            return version
        }
    }

    /// The key under which a request is taken once.
    var idempotencyKey: String {
        get throws {
            guard let name = HTTPField.Name("Idempotency-Key"), let key = headers[name],
                IdempotencyKey.isSound(key)
            else { throw RequestRefusal.needsKey }
            return key
        }
    }

    /// Whether only to say what would be recorded.
    var isDryRun: Bool {
        get throws {
            switch query["dry_run"] {
            case nil, "false": false
            case "true": true
            default: throw RequestRefusal.badRequest
            }
        }
    }
}

enum IdempotencyKey {
    static func isSound(_ key: String) -> Bool {
        (8...64).contains(key.utf8.count)
            && key.utf8.allSatisfy { byte in
                switch byte {
                case 48...57, 65...90, 97...122, 45, 46, 95: true
                default: false
                }
            }
    }
}

extension Answer {
    /// The version of the record, to be sent back in `If-Match`; records without one have none.
    func tagged(_ version: Int64) -> Answer { version > 0 ? setting(.eTag, "\"\(version)\"") : self }
}
