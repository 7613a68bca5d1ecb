/// `cassia user`: the people who may sign in.
import App
import ArgumentParser
import Core
import Foundation
import Storage

struct UserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user", abstract: "Add people, set their passwords, list them. 用户管理。",
        subcommands: [UserAdd.self, UserPassword.self, UserList.self])

    /// A password is read from the standard input, so that it is neither in the history nor in the list of
    /// processes; without one a random one is made and printed.
    static func password(for name: String, fromInput: Bool) throws -> String {
        guard fromInput else { return Secret.password(for: name) }
        guard let line = readLine(strippingNewline: true), !line.isEmpty else {
            throw fail(
                Sentence(
                    zh: "没有读到密码；请用管道传入，例如 printf %s 密码 | cassia user …",
                    en: "No password came in; pipe it, such as printf %s SECRET | cassia user …"))
        }
        return line
    }

    static let actor = Actor("cassia user")
}

private struct UserAdd: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add", abstract: "Add a person of an organisation. 添加用户。")

    @OptionGroup var database: DatabaseOption

    @Argument(help: "The sign-in name, such as wang.li.")
    var name: String

    @Option(
        help:
            "The code of an institution, a firm's credit code, or the code of an organisation already added.")
    var organisation: String

    @Option(help: "clerk, approver, viewer, administrator; several joined by commas.")
    var roles: String

    @Option(help: "The name that others see.")
    var displayName = ""

    @Option(help: "For an organisation that is not in the book: supervisor, operator, or platform.")
    var kind: OrganisationKind?

    @Option(help: "The name of that organisation; of a support platform as the register has it.")
    var organisationName: String?

    @Flag(help: "Read the password from the standard input; else one is made and printed.")
    var passwordFromInput = false

    @Flag(help: "The password need not be changed at the first sign-in.")
    var keepPassword = false

    func run() throws {
        guard let roles = Role.set(roles) else {
            throw fail(
                Sentence(
                    zh: "角色只能是 clerk、approver、viewer、administrator，多个用逗号分开。",
                    en: "Roles are clerk, approver, viewer and administrator, joined by commas."))
        }
        let book = try database.open()
        defer { book.close() }
        do {
            let password = try UserCommand.password(for: name, fromInput: passwordFromInput)
            let hash = try PasswordHash(new: password, name: name)
            let (name, code, kind) = (name, organisation, kind)
            let (organisationName, displayName, keep) = (
                organisationName ?? organisation, displayName, keepPassword
            )
            try book.writeSynchronously(as: UserCommand.actor, "person.add") { writing in
                let organisation =
                    if let kind, try OrganisationStore.find(code: code, writing.connection) == nil {
                        try OrganisationStore.add(code: code, name: organisationName, kind: kind, writing)
                    } else { try OrganisationStore.findOrAdd(code: code, writing) }
                try PersonStore.add(
                    name: name, displayName: displayName, of: organisation, roles: roles, password: hash,
                    isFinal: keep, writing)
            }
            if !passwordFromInput { print("\(name) \(password)") }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }
}

private struct UserPassword: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "password", abstract: "Set a new password, changed at the next sign-in. 重置密码。")

    @OptionGroup var database: DatabaseOption

    @Argument(help: "The sign-in name.")
    var name: String

    @Flag(help: "Read the password from the standard input; else one is made and printed.")
    var passwordFromInput = false

    func run() throws {
        let book = try database.openExisting()
        defer { book.close() }
        do {
            let password = try UserCommand.password(for: name, fromInput: passwordFromInput)
            let hash = try PasswordHash(new: password, name: name)
            let name = name
            try book.writeSynchronously(as: UserCommand.actor, "person.password") { writing in
                guard let person = try PersonStore.find(name: name, writing.connection) else {
                    throw NotFound.person(name)
                }
                try PersonStore.setPassword(hash, of: person, mustChange: true, writing)
            }
            if !passwordFromInput { print("\(name) \(password)") }
        } catch let refusal as any Refusal {
            throw fail(refusal.sentence)
        } catch let error as StorageError {
            throw fail(error)
        }
    }
}

private struct UserList: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the people. 用户列表。")

    @OptionGroup var database: DatabaseOption

    func run() throws {
        let book = try database.openExisting()
        defer { book.close() }
        do {
            let people = try book.database.readSynchronously { try PersonStore.all($0) }
            let heads = [("登录名", "Name"), ("机构", "Organisation"), ("角色", "Roles"), ("停用", "Disabled")]
            printTable(
                headings: heads.map { Sentence(zh: $0.0, en: $0.1).text(in: commandLanguage) },
                rows: people.map { person in
                    [
                        person.name, "\(person.organisation.code) \(person.organisation.name)",
                        Role.text(person.roles), person.isDisabled ? "×" : "",
                    ]
                })
        } catch let error as StorageError {
            throw fail(error)
        }
    }
}
