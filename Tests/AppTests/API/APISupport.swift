import Core
import Foundation
import HTTPTypes
import NIOCore
import Storage
import TestSupport

@testable import App

/// Tokens and requests of machines, for tests of the API.
extension TestSite {
    /// A token of a person's organisation, with all that the roles allow there.
    func token(of name: String, _ roles: Set<Role>) throws -> String {
        try rich.book.writeSynchronously(as: Actor("test"), "token.add") { writing in
            guard let person = try PersonStore.find(name: name, writing.connection) else {
                throw NotFound.person(name)
            }
            return try TokenStore.add(
                name: "machine.\(person.id).\(roles.count)", displayName: "", of: person.organisation,
                roles: roles, permissions: Permission.granted(to: roles, in: person.organisation.kind),
                days: 30, by: person.id, writing)
        }
    }
}

extension Browser {
    /// Sends JSON with a token.
    func call(
        _ method: HTTPRequest.Method, _ path: String, _ token: String, _ body: String? = nil,
        key: String? = nil, match: String? = nil
    ) async throws -> Reply {
        var headers: HTTPFields = [.authorization: "Bearer \(token)"]
        if body != nil { headers[.contentType] = "application/json" }
        if let key, let name = HTTPField.Name("Idempotency-Key") { headers[name] = key }
        if let match { headers[.ifMatch] = match }
        return try await send(method, path, headers: headers, body: body.map { ByteBuffer(string: $0) })
    }
}

extension Browser.Reply {
    var json: JSON { JSON(parsing: bytes) ?? .null }
    var code: String {
        if case .string(let code)? = json["code"] { code } else { "" }
    }
}

/// Runs a program found on the path without holding a thread, and gives back its status and all it said.
func runWaiting(_ arguments: [String]) async throws -> (status: Int32, output: String) {
    let file = FileManager.default.temporaryDirectory.appending(path: "cassia-run-\(UUID().uuidString)")
    try Data().write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = arguments
    let handle = try FileHandle(forWritingTo: file)
    process.standardOutput = handle
    process.standardError = handle
    let status = try await withCheckedThrowingContinuation { continuation in
        process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
        do { try process.runWithSignals() } catch { continuation.resume(throwing: error) }
    }
    return (status, try String(contentsOf: file, encoding: .utf8))
}
