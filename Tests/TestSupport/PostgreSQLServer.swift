import Foundation

/// A PostgreSQL server of this test process alone, in a temporary directory, on a Unix socket.
///
/// A shell stands between the two: it waits on a pipe, so that however this process ends, the server is
/// stopped and its directory removed.
public final class PostgreSQLServer: @unchecked Sendable {
    /// The one that tests share; each takes a database of its own.
    public static let shared = Result { try PostgreSQLServer() }

    public let directory: String
    private let binaries: String
    private let shell = Process()
    private let commands = Pipe()
    private let lock = NSLock()
    private var databaseCount = 0

    public init() throws {
        binaries = try Self.findBinaries()
        directory = try Self.makeDirectory()
        try Self.run(Self.asOwner + ["\(binaries)/initdb", "-D", "\(directory)/data"] + Self.initialization)
        try startShell()
        try waitUntilReady()
    }

    /// A hot standby of another server, which follows what that one writes.
    public init(standbyOf primary: PostgreSQLServer) throws {
        binaries = primary.binaries
        directory = try Self.makeDirectory()
        let source = ["-h", primary.directory, "-U", "postgres", "-D", "\(directory)/data"]
        try Self.run(Self.asOwner + ["\(binaries)/pg_basebackup", "-R", "-N", "-c", "fast"] + source)
        try startShell()
        try waitUntilReady()
    }

    /// The address of a new, empty database.
    public func makeDatabase() throws -> String {
        lock.lock()
        databaseCount += 1
        let name = "test\(databaseCount)"
        lock.unlock()
        try execute("CREATE DATABASE \(name)")
        return url(of: name)
    }

    public func url(of database: String) -> String {
        "postgresql://postgres@/\(database)?host=\(directory)"
    }

    /// Runs a statement as the administrator, outside any transaction.
    public func execute(_ sql: String) throws {
        let connect = ["-h", directory, "-U", "postgres", "-d", "postgres"]
        try Self.run(["\(binaries)/psql", "-q", "-v", "ON_ERROR_STOP=1", "-c", sql] + connect)
    }

    /// Cuts every connection to a database, as an administrator or a failing network would.
    public func terminateConnections(to url: String) throws {
        let name = url.split(separator: "/")[2].split(separator: "?")[0]
        try execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '\(name)'")
    }

    /// Stops the server as a crash would, and starts it again.
    public func crashAndRestart(afterMilliseconds pause: UInt32 = 0) throws {
        crash()
        usleep(pause * 1_000)
        try start()
    }

    /// Stops the server as a crash would; returns at once.
    public func crash() {
        commands.fileHandleForWriting.write(Data("crash\n".utf8))
    }

    public func start() throws {
        commands.fileHandleForWriting.write(Data("start\n".utf8))
        try waitUntilReady()
    }

    /// Stops the server for good and removes its directory.
    public func stop() {
        try? commands.fileHandleForWriting.close()
        shell.waitUntilExit()
    }

    // MARK: Starting

    private static let initialization = [
        "-U", "postgres", "--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync",
    ]

    private static let script = """
        start() { "$@" & pid=$!; }
        start "$@"
        while read command; do
            case $command in
                crash) kill -QUIT $pid; wait $pid ;;
                start) start "$@" ;;
            esac
        done
        kill -QUIT $pid; wait $pid
        rm -rf "$DIRECTORY"
        """

    private func startShell() throws {
        let server = [
            "\(binaries)/postgres", "-D", "\(directory)/data", "-k", directory,
            "-c", "listen_addresses=", "-c", "fsync=off", "-c", "max_connections=1500",
            "-c", "logging_collector=off",
        ]
        shell.executableURL = URL(fileURLWithPath: "/bin/bash")
        shell.arguments = ["-c", Self.script, "bash"] + Self.asOwner + server
        shell.environment = ["DIRECTORY": directory, "PATH": "/usr/bin:/bin", "LC_ALL": "C"]
        shell.standardInput = commands
        let log = "\(directory)/log"
        _ = FileManager.default.createFile(atPath: log, contents: nil)
        shell.standardOutput = FileHandle(forWritingAtPath: log)
        shell.standardError = FileHandle(forWritingAtPath: log)
        _ = fcntl(commands.fileHandleForWriting.fileDescriptor, F_SETFD, FD_CLOEXEC)
        try shell.runWithSignals()
    }

    private func waitUntilReady() throws {
        for _ in 0..<600 {
            if (try? execute("SELECT 1")) != nil { return }
            usleep(50_000)
        }
        throw TestSupportError.serverDoesNotStart
    }

    /// PostgreSQL refuses to run as root.
    private static var asOwner: [String] {
        guard getuid() == 0 else { return [] }
        return ["setpriv", "--reuid=\(owner)", "--regid=\(ownerGroup)", "--clear-groups"]
    }

    private static let owner = getpwnam("postgres") != nil ? "postgres" : "nobody"
    private static let ownerGroup = getpwnam(owner).pointee.pw_gid

    private static func makeDirectory() throws -> String {
        let path = NSTemporaryDirectory() + "cassia-postgresql-\(UInt32.random(in: 0...UInt32.max))"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o755])
        if getuid() == 0 { chown(path, getpwnam(owner).pointee.pw_uid, ownerGroup) }
        return path
    }

    /// The newest of the installed versions.
    private static func findBinaries() throws -> String {
        let versions = (try? FileManager.default.contentsOfDirectory(atPath: "/usr/lib/postgresql")) ?? []
        guard let newest = versions.compactMap({ Int($0) }).max() else {
            throw TestSupportError.postgreSQLNotInstalled
        }
        return "/usr/lib/postgresql/\(newest)/bin"
    }

    private static func run(_ arguments: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = arguments
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.runWithSignals()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw TestSupportError.commandFailed(arguments.joined(separator: " "))
        }
    }
}

public enum TestSupportError: Error {
    case postgreSQLNotInstalled
    case serverDoesNotStart
    /// The disk tests need root, or a container that may mount.
    case mountNotPermitted
    case commandFailed(String)
}
