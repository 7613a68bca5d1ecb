import Core
import Foundation
import Storage
import TestSupport
import Testing

@testable import App

/// One-time codes against RFC 6238 and against Python's own HMAC.
@Suite struct OneTimeCodeTests {
    /// Appendix B, SHA-1; the last six of its eight digits.
    @Test(arguments: [
        (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
        (2_000_000_000, "279037"), (20_000_000_000, "353130"),
    ])
    func theVectorsOfTheStandard(seconds: Int64, digits: String) {
        let secret = Array("12345678901234567890".utf8)
        #expect(OneTimeCode.digits(secret, step: seconds / 30) == digits)
        #expect(OneTimeCode.step(of: digits, secret, at: seconds * 1_000) == seconds / 30)
        #expect(OneTimeCode.step(of: digits, secret, at: (seconds + 90) * 1_000) == nil)
    }

    @Test func pythonAgrees() async throws {
        let script = """
            import base64, hashlib, hmac, struct, sys
            for line in sys.argv[1:]:
                text, step = line.split(":")
                key = base64.b32decode(text)
                h = hmac.new(key, struct.pack(">q", int(step)), hashlib.sha1).digest()
                at = h[19] & 15
                print(f"{(struct.unpack('>I', h[at:at + 4])[0] & 0x7fffffff) % 1000000:06}")
            """
        let cases = (0..<200).map { number in
            (secret: OneTimeCode.newSecret(), step: 55_000_000 + Int64(number) * 7_919)
        }
        let arguments = cases.map { "\(OneTimeCode.base32($0.secret)):\($0.step)" }
        let (status, output) = try await runWaiting(["python3", "-c", script] + arguments)
        #expect(status == 0, "\(output)")
        #expect(
            output.split(separator: "\n").map(String.init)
                == cases.map { OneTimeCode.digits($0.secret, step: $0.step) })
        for (secret, _) in cases {
            #expect(OneTimeCode.secret(base32: OneTimeCode.base32(secret)) == secret)
        }
        #expect(OneTimeCode.secret(base32: "A1") == nil)
    }

    @Test(arguments: TestEngine.allCases) func aCodeIsUsedOnce(engine: TestEngine) async throws {
        let test = try TestSite(engine)
        let secret = OneTimeCode.newSecret()
        // The clock of the book.
        let step: Int64 = 1_700_000_000_000 / 30_000
        let code = OneTimeCode.digits(secret, step: step)
        try test.rich.write { writing in
            guard let person = try PersonStore.find(name: "guarantor.clerk", writing.connection) else {
                return
            }
            try OneTimeCodeStore.set(secret, of: person.id, writing)
        }
        try await test.run { browser in
            func signIn(_ code: String) async throws -> Int {
                try await browser.post(
                    "/sign-in", ["name": "guarantor.clerk", "password": TestSite.password, "code": code]
                ).status
            }
            var statuses = [try await signIn("")]
            statuses.append(try await signIn("000000"))
            statuses.append(try await signIn(code))
            await browser.signOut()
            statuses.append(try await signIn(code))
            statuses.append(try await signIn(OneTimeCode.digits(secret, step: step + 1)))
            #expect(statuses == [422, 422, 303, 422, 303])
        }
    }
}
