import HTTPTypes

/// Reading the bodies of requests: forms with and without files, and JSON.
enum FormBody {
    private static let mostParts = 200

    static func read(_ bytes: [UInt8], type: String?) throws -> Ask.Body {
        guard !bytes.isEmpty else { return .none }
        let type = type ?? ""
        let kind = type.split(separator: ";").first.map { $0.trimmingSpaces().lowercased() } ?? ""
        switch kind {
        case "application/x-www-form-urlencoded":
            guard let text = String(validating: bytes, as: UTF8.self), let fields = Query(encoded: text)
            else {
                throw RequestRefusal.badRequest
            }
            return .form(Form(fields: fields))
        case "multipart/form-data":
            guard let boundary = parameter("boundary", of: type), (1...70).contains(boundary.utf8.count),
                let form = multipart(bytes, boundary: boundary)
            else { throw RequestRefusal.badRequest }
            return .form(form)
        case "application/json":
            guard let value = JSON(parsing: bytes) else { throw RequestRefusal.badRequest }
            return .json(value)
        default:
            throw RequestRefusal.unsupported
        }
    }

    /// The parts of a multipart body (RFC 7578); nil when it is not one.
    private static func multipart(_ bytes: [UInt8], boundary: String) -> Form? {
        let mark = Array("--\(boundary)".utf8)
        guard bytes.starts(with: mark) else { return nil }
        var form = Form()
        var place = mark.count
        let next = Array("\r\n--\(boundary)".utf8)
        for _ in 0..<mostParts {
            if bytes[place...].starts(with: Array("--".utf8)) { return form }
            guard bytes[place...].starts(with: [13, 10]),
                let headersEnd = find([13, 10, 13, 10], in: bytes, from: place),
                let partEnd = find(next, in: bytes, from: headersEnd + 2)
            else { return nil }
            guard
                add(
                    headers: bytes[place..<headersEnd],
                    content: bytes[(headersEnd + 4)..<max(headersEnd + 4, partEnd)], to: &form)
            else { return nil }
            place = partEnd + next.count
        }
        return nil
    }

    private static func add(
        headers: ArraySlice<UInt8>, content: ArraySlice<UInt8>, to form: inout Form
    ) -> Bool {
        guard let text = String(validating: headers, as: UTF8.self),
            let line = text.split(separator: "\r\n").first(where: {
                $0.lowercased().hasPrefix("content-disposition:")
            }), let name = parameter("name", of: line)
        else { return false }
        if let file = parameter("filename", of: line) {
            // Some browsers send the whole path of a file; only its name is kept.
            let last = file.split(whereSeparator: { $0 == "/" || $0 == "\\" }).last.map(String.init) ?? ""
            form.files.append(Form.File(field: name, name: last, bytes: Array(content)))
            return true
        }
        // What is no text is seen to be none where the field is read; one that nobody asked for does no harm.
        let value = String(decoding: content, as: UTF8.self).replacing("\0", with: "\u{FFFD}")
        form.fields.append(name, value)
        return true
    }

    /// The value of `name="value"` or `name=value` in a header.
    private static func parameter(_ name: String, of header: some StringProtocol) -> String? {
        for piece in header.split(separator: ";").dropFirst() {
            let halves = piece.trimmingSpaces().split(separator: "=", maxSplits: 1)
            guard halves.count == 2, halves[0].lowercased() == name else { continue }
            var value = halves[1][...]
            if value.hasPrefix("\""), value.hasSuffix("\""), value.count >= 2 {
                value = value.dropFirst().dropLast()
            }
            return String(value).replacing("%22", with: "\"").replacing("%0D", with: "").replacing(
                "%0A", with: "")
        }
        return nil
    }

    private static func find(_ pattern: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= pattern.count, start <= bytes.count - pattern.count else { return nil }
        return bytes.withUnsafeBufferPointer { all in
            pattern.withUnsafeBufferPointer { wanted in
                var place = start
                while place <= all.count - wanted.count {
                    if all[place] == wanted[0], all[place..<place + wanted.count].elementsEqual(wanted) {
                        return place
                    }
                    place += 1
                }
                return nil
            }
        }
    }
}

extension StringProtocol {
    func trimmingSpaces() -> String {
        var text = self[...]
        while text.first == " " || text.first == "\t" { text = text.dropFirst() }
        while text.last == " " || text.last == "\t" { text = text.dropLast() }
        return String(text)
    }
}
