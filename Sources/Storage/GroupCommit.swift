/// Stores a group of changes with one commit: the part of the writer that knows what may go wrong.
///
/// A job that throws before it has written fails alone. Any other failure rolls the group back and runs its
/// halves again, each in a transaction of its own, down to the job that is to blame; the others are stored in
/// their order. Nobody is told anything before the commit is durable.
final class GroupCommit<Scope: TransactionScope> {
    private let place: Place
    private let settings: DatabaseSettings
    private var connection: Connection?
    private static var transientRetries: Int { 8 }
    private static var lossRetries: Int { 8 }

    init(_ place: Place, settings: DatabaseSettings) {
        self.place = place
        self.settings = settings
    }

    /// Stores the jobs and tells every one its outcome.
    func store(_ jobs: ArraySlice<WriteJob<Scope>>) {
        do {
            try commit(jobs)
            for job in jobs { job.finish() }
        } catch {
            let concernsEveryJob = (error as? StorageError)?.concernsEveryJob ?? false
            guard jobs.count > 1, !concernsEveryJob else {
                for job in jobs { job.fail(error) }
                return
            }
            let middle = jobs.startIndex + jobs.count / 2
            store(jobs[..<middle])
            store(jobs[middle...])
        }
    }

    /// Runs work that is not a job, such as a migration, on the writer's connection.
    func withConnection<Result>(_ body: (Connection) throws -> Result) throws -> Result {
        let connection = try openConnection()
        defer { discardIfUnusable() }
        return try body(connection)
    }

    func close() {
        connection?.close()
        connection = nil
    }

    // MARK: Attempts

    private func commit(_ jobs: ArraySlice<WriteJob<Scope>>) throws {
        var transientFailures = 0
        var losses = 0
        while true {
            let connection = try openConnection()
            do {
                return try attempt(jobs, connection)
            } catch let error as StorageError where error.isTransient {
                transientFailures += 1
                if transientFailures > Self.transientRetries { throw error }
            } catch StorageError.connectionLost {
                losses += 1
                if losses > Self.lossRetries { throw StorageError.connectionLost }
            }
        }
    }

    private func attempt(_ jobs: ArraySlice<WriteJob<Scope>>, _ connection: Connection) throws {
        defer { discardIfUnusable() }
        let scope: Scope
        do {
            try connection.beginWrite()
            scope = try Scope(connection)
            try run(jobs, scope, connection)
            try scope.beforeCommit()
            if let failure = connection.failure { throw failure }
        } catch {
            let cause = connection.failure ?? error
            connection.rollback()
            throw cause
        }
        try finish(scope, connection)
    }

    private func run(
        _ jobs: ArraySlice<WriteJob<Scope>>, _ scope: Scope, _ connection: Connection
    ) throws {
        for job in jobs {
            connection.beginJob()
            let error = job.run(scope)
            if let failure = connection.failure { throw failure }
            if let error, connection.hasWritten { throw error }
        }
    }

    private func finish(_ scope: Scope, _ connection: Connection) throws {
        guard connection.hasTransactionWritten else { return connection.rollback() }
        let witness = scope.witness
        do {
            try connection.commit()
        } catch StorageError.connectionLost {
            if try isStored(witness) { return }
            throw StorageError.connectionLost
        } catch {
            connection.rollback()
            throw error
        }
    }

    /// Whether the transaction whose commit was cut off is in the database. The write lock is taken first:
    /// the server may still have been busy with that commit.
    private func isStored(_ witness: SQL?) throws -> Bool {
        discardIfUnusable()
        guard let witness else { throw StorageError.outcomeUnknown }
        for _ in 0...Self.lossRetries {
            let connection: Connection
            do { connection = try openConnection() } catch { break }
            do {
                try connection.beginWrite()
                let found = try connection.exists(witness)
                connection.rollback()
                return found
            } catch {
                connection.rollback()
                discardIfUnusable()
            }
        }
        throw StorageError.outcomeUnknown
    }

    // MARK: The connection

    private func openConnection() throws -> Connection {
        if let connection { return connection }
        let opened = try place.openPatiently(.writer, settings: settings)
        connection = opened
        return opened
    }

    private func discardIfUnusable() {
        guard let connection, !connection.isUsable else { return }
        connection.close()
        self.connection = nil
    }
}
