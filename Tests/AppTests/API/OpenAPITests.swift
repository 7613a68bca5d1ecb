import Core
import Foundation
import HummingbirdTesting
import Storage
import TestSupport
import Testing

@testable import App

/// The description of the API is valid, and says what the API does.
@Suite struct OpenAPITests {
    @Test func theDescriptionIsValid() async throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "cassia-\(UUID().uuidString).json")
        try Data(OpenAPI.document(of: Site.routes).bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let script = """
            import json, sys
            from openapi_spec_validator import OpenAPIV31SpecValidator, validate
            document = json.load(open(sys.argv[1]))
            validate(document, cls=OpenAPIV31SpecValidator)
            ids = [o["operationId"] for p in document["paths"].values() for o in p.values()]
            assert len(ids) == len(set(ids)), "operation ids are unique"
            assert len(ids) > 25, ids
            """
        let (status, output) = try await runWaiting(["python3", "-c", script, file.path])
        #expect(status == 0, "\(output)")
    }

    @Test func everyRouteOfTheAPIIsDescribed() {
        for route in Site.routes where route.path.hasPrefix("/api/v1/") {
            #expect(route.description != nil, "\(route.path)")
        }
    }

    /// An address with a zero byte can't be understood, so no parameter's description may let one in.
    @Test func noParameterTakesZeroBytes() {
        for route in Site.routes {
            for parameter in route.description?.parameters ?? [] where parameter.place != .header {
                let kinds: [JSON] =
                    if case .array(let kinds)? = parameter.schema["anyOf"] { kinds } else {
                        [parameter.schema]
                    }
                for kind in kinds where kind["type"] == .string("string") {
                    #expect(
                        kind["pattern"] != nil || kind["enum"] != nil || kind["format"] != nil
                            || kind["maxLength"] == .number(0),
                        "\(route.path): \(parameter.name)")
                }
            }
        }
    }

    /// Schemathesis makes requests out of the description, sound ones and broken ones, and finds nothing.
    @Test(.timeLimit(.minutes(5))) func aStrangerFindsNothing() async throws {
        let test = try TestSite(.sqlite)
        let token = try test.token(of: "guarantor.clerk", [.clerk, .approver, .viewer, .administrator])
        let folder = FileManager.default.temporaryDirectory.appending(path: "cassia-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = folder.appending(path: "schemathesis.toml")
        // What is sound in form may still be refused by a rule of the field, or as not seen.
        try Data(
            """
            [checks.positive_data_acceptance]
            expected-statuses = ["2xx", "401", "403", "404", "412", "422", "428"]
            # What is unsound may be refused as not seen before it is looked at.
            [checks.negative_data_rejection]
            expected-statuses = ["400", "401", "403", "404", "406", "409", "412", "413", "415", "422", "428"]
            # A change without If-Match is answered with the status that is made for it (RFC 6585).
            [checks.missing_required_header]
            expected-statuses = ["400", "401", "403", "404", "406", "415", "422", "428"]
            """.utf8
        ).write(to: settings)
        try await test.site.application(host: "127.0.0.1", port: 0).test(.live) { client in
            let (status, output) = try await runWaiting([
                "-C", folder.path, "schemathesis", "--config-file", settings.path, "--no-color", "run",
                "http://127.0.0.1:\(client.port ?? 0)/api/openapi.json", "-H",
                "Authorization: Bearer \(token)", "--checks", "all", "--phases", "examples,coverage,fuzzing",
                "--max-examples", "10", "--max-time", "60", "--seed", "1", "--suppress-health-check", "all",
                "--warnings", "off",
            ])
            #expect(status == 0, "\(output.suffix(6_000))")
        }
    }
}
