internal import CLibPQ

/// Where a PostgreSQL database is, with the safeguards that a ledger wants.
struct PostgreSQLAddress: Sendable {
    /// Keywords of libpq; may hold a password, so it is never printed.
    private let options: [String: String]
    /// Several hosts are given, and not which of them to take.
    private let mustChoose: Bool

    /// What is set unless the address says otherwise: dead peers are noticed within half a minute.
    private static let safeguards = [
        "connect_timeout": "5",
        "keepalives_idle": "10",
        "keepalives_interval": "5",
        "keepalives_count": "3",
        "tcp_user_timeout": "20000",
        "application_name": "cassia",
    ]

    /// Takes any address that libpq takes. With several hosts, only the one that takes changes will do,
    /// except for one who only looks.
    /// - Throws: ``StorageError/cannotOpen(_:)``, without a word of the address.
    init(url: String) throws {
        guard let parsed = PQconninfoParse(url, nil) else {
            throw StorageError.cannotOpen("the PostgreSQL address is malformed")
        }
        defer { PQconninfoFree(parsed) }
        var options = Self.safeguards
        var option = parsed
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.val {
                options[String(cString: keyword)] = String(cString: value)
            }
            option += 1
        }
        let hosts = options["host", default: ""] + options["hostaddr", default: ""]
        mustChoose = hosts.contains(",") && options["target_session_attrs"] == nil
        options["client_encoding"] = "UTF8"
        self.options = options
    }

    /// Connects; blocks for `connect_timeout` per host at most.
    func connect(as role: Place.Role) throws -> OpaquePointer {
        var options = options
        if mustChoose, role != .observer { options["target_session_attrs"] = "read-write" }
        let pairs = Array(options)
        let connection = withCStrings(pairs.map(\.key)) { keywords in
            withCStrings(pairs.map(\.value)) { values in PQconnectdbParams(keywords, values, 0) }
        }
        guard let connection else { throw StorageError.cannotOpen("out of memory") }
        guard PQstatus(connection) == CONNECTION_OK else {
            defer { PQfinish(connection) }
            let reason = String(cString: PQerrorMessage(connection))
            throw StorageError.cannotOpen(withoutPassword(reason))
        }
        return connection
    }

    private func withoutPassword(_ text: String) -> String {
        let trimmed = text.last == "\n" ? String(text.dropLast()) : text
        guard let password = options["password"], !password.isEmpty, trimmed.contains(password) else {
            return trimmed
        }
        return "the server refuses the connection"
    }
}

/// Calls `body` with an array of C strings that ends in a null pointer.
private func withCStrings<Result>(
    _ strings: [String], _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    var bytes: [CChar] = []
    var offsets: [Int] = []
    for string in strings {
        offsets.append(bytes.count)
        bytes += string.utf8CString
    }
    return bytes.withUnsafeBufferPointer { buffer in
        let pointers = offsets.map { offset in buffer.baseAddress.map { $0 + offset } } + [nil]
        return pointers.withUnsafeBufferPointer { body($0.baseAddress.unsafelyUnwrapped) }
    }
}
