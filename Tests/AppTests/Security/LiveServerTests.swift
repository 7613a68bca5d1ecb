import Core
import Foundation
import HummingbirdTesting
import Storage
import TestSupport
import Testing

@testable import App

/// A server on a real port: clients that are slow or send too much, and the end of the process.
@Suite(.serialized) struct LiveServerTests {
    private static let slowly = """
        import socket, sys, threading, time, urllib.request
        port = int(sys.argv[1])
        def connect():
            s = socket.create_connection(("127.0.0.1", port)); s.settimeout(30); return s
        def trickle(first, rest):
            # Sends a byte now and then until the other end has had enough; says after how long.
            s = connect(); s.sendall(first); began = time.time()
            try:
                for byte in rest:
                    s.sendall(bytes([byte])); s.settimeout(0.25)
                    try:
                        if s.recv(4096) == b"": break
                    except socket.timeout: pass
            except OSError: pass
            return time.time() - began
        post = (b"POST /sign-in HTTP/1.1\\r\\nHost: x\\r\\nContent-Length: 9000\\r\\n"
                b"Content-Type: application/x-www-form-urlencoded\\r\\n\\r\\n")
        kinds = [(b"", b"GET /healthz HTTP/1.1\\r\\nX: " + b"a" * 9000),
                 (post, b"a" * 9000), (b"GET /healthz HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n", b"G" * 9000)]
        took = []
        threads = [threading.Thread(target=lambda k=k: took.append(trickle(*k))) for k in kinds * 20]
        for t in threads: t.start()
        slowest = 0
        for _ in range(20):
            began = time.time()
            assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=20).status == 200
            slowest = max(slowest, time.time() - began); time.sleep(0.05)
        for t in threads: t.join()
        assert len(took) == 60
        print("cut off after", max(took), "others waited", slowest)
        assert max(took) < 20, took
        assert slowest < 10, slowest
        # Heads and bodies that are too large end with an answer or a closed connection, and nothing else.
        for head in [b"GET / HTTP/1.1\\r\\nHost: x\\r\\nX: " + b"a" * 200000 + b"\\r\\n\\r\\n",
                     b"GET / HTTP/1.1\\r\\nHost: x\\r\\n" + b"X: a\\r\\n" * 5000 + b"\\r\\n",
                     b"GET /" + b"a" * 200000 + b" HTTP/1.1\\r\\n\\r\\n", b"\\0\\1\\2\\r\\n\\r\\n",
                     post.replace(b"9000", b"99999999999"), post.replace(b"9000", b"-1"),
                     post.replace(b"9000", b"1\\r\\nTransfer-Encoding: chunked")]:
            s = connect()
            try:
                s.sendall(head); answer = s.recv(65536)
            except OSError: answer = b""
            told = answer.split()[1] if answer else b""
            assert told in (b"", b"400", b"413", b"414", b"431"), (head[:60], answer[:60])
        assert urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz").status == 200
        """

    @Test(.timeLimit(.minutes(3))) func slowClientsAreCutOffAndOthersServed() async throws {
        let test = try TestSite(.sqlite)
        var settings = test.site.settings
        settings.requestSeconds = 2
        settings.idleSeconds = 3
        let site = Site(book: test.rich.book, settings: settings) { TestSite.now }
        try await site.application(host: "127.0.0.1", port: 0).test(.live) { client in
            let port = "\(client.port ?? 0)"
            let (status, output) = try await runWaiting(["python3", "-c", Self.slowly, port])
            #expect(status == 0, "\(output)")
        }
    }

    private static let load = """
        import json, sys, threading, time, urllib.request
        address, token, day = sys.argv[1:4]
        def ask(path, body=None, headers={}):
            headers = {"Authorization": "Bearer " + token, **headers}
            r = urllib.request.Request(address + path, data=body, headers=headers)
            return urllib.request.urlopen(r, timeout=20)
        tag = ask("/api/v1/guarantees/G1").headers["ETag"]
        body = json.dumps({"on": day, "amount": "1.00"}).encode()
        def run(n):
            for i in range(100000):
                key = f"load-{n}-{i:06}"
                try:
                    r = ask("/api/v1/guarantees/G1/actions/refund_fee", body, {
                        "Content-Type": "application/json", "Idempotency-Key": key, "If-Match": tag})
                    assert r.status == 201
                    json.load(r)
                except Exception as e:
                    return
                sys.stdout.write(key + chr(10)); sys.stdout.flush()
        threads = [threading.Thread(target=run, args=(n,)) for n in range(8)]
        for t in threads: t.start()
        for t in threads: t.join()
        """

    @Test(.timeLimit(.minutes(3)), arguments: TestEngine.allCases)
    func aServerThatIsStoppedLosesNothing(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let token = try await realToken(test)
        let server = try Server(test.rich.database.url)
        let address = try await server.address()
        let running = Task {
            try await runWaiting(["python3", "-c", Self.load, address, token, TestSite.today.description])
        }
        try await wait { try test.rich.one("SELECT COUNT(*) FROM proposal") > 50 }
        server.terminate()
        let (_, output) = try await running.value
        let status = await server.end()
        #expect(status == 0)
        let acknowledged = Set(
            output.split(separator: "\n").map(String.init).filter { $0.hasPrefix("load-") })
        #expect(acknowledged.count >= 40, "\(output.suffix(500))")
        let stored = try await test.site.book.database.read { connection in
            try connection.all("SELECT once FROM proposal") {
                String($0.text(0).split(separator: ":").last ?? "")
            }
        }
        #expect(acknowledged.subtracting(stored).isEmpty)
        #expect(Set(stored).count == stored.count)
        // One line for each request, of which none says whose business it was.
        let lines = server.log.split(separator: "\n").filter { $0.contains("refund_fee") }
        #expect(lines.count >= acknowledged.count)
        for line in lines.prefix(50) {
            #expect(JSON(parsing: Array(line.utf8))?["route"] != nil)
            #expect(!line.contains("G1") && !line.contains("machine") && !line.contains("amount"))
        }
    }

    /// A token that is good at the real time, at which a process lives.
    private func realToken(_ test: TestSite) async throws -> String {
        let book = try Book.open(
            test.rich.database.url, now: { Int64(Date().timeIntervalSince1970 * 1_000) })
        defer { book.close() }
        return try book.writeSynchronously(as: Actor("test"), "token.add") { writing in
            guard let person = try PersonStore.find(name: "guarantor.clerk", writing.connection) else {
                throw NotFound.person("guarantor.clerk")
            }
            return try TokenStore.add(
                name: "machine.load", displayName: "", of: person.organisation, roles: [.clerk],
                permissions: [.readBook, .enter], days: 2, by: person.id, writing)
        }
    }

    private func wait(until isSo: () throws -> Bool) async throws {
        for _ in 0..<600 {
            if try isSo() { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("waited in vain")
    }
}

/// A process of `cassia serve`.
private final class Server: Sendable {
    private let process = Process()
    private let output: URL
    private let errors: URL

    init(_ url: String) throws {
        let folder = FileManager.default.temporaryDirectory
        output = folder.appending(path: "cassia-serve-\(UUID().uuidString)")
        errors = folder.appending(path: "cassia-serve-\(UUID().uuidString)")
        for file in [output, errors] { try Data().write(to: file) }
        process.executableURL = Load.program
        process.arguments = [
            "serve", "--database", url, "--port", "0", "--today", TestSite.today.description,
        ]
        process.standardOutput = try FileHandle(forWritingTo: output)
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.runWithSignals()
    }

    deinit { for file in [output, errors] { try? FileManager.default.removeItem(at: file) } }

    var log: String { (try? String(contentsOf: errors, encoding: .utf8)) ?? "" }

    /// Where it listens, once it says so.
    func address() async throws -> String {
        for _ in 0..<600 {
            let said = (try? String(contentsOf: output, encoding: .utf8)) ?? ""
            if said.hasSuffix("\n"), let start = said.range(of: "http://") {
                return String(said[start.lowerBound...].prefix { !$0.isWhitespace })
            }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw StorageError.cannotOpen("the server did not start: \(log)")
    }

    func terminate() { process.terminate() }

    func end() async -> Int32 {
        while process.isRunning { try? await Task.sleep(for: .milliseconds(50)) }
        return process.terminationStatus
    }
}
