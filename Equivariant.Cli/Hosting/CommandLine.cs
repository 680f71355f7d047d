using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Equivariant.Cli.Hosting;

/// <summary>
/// The command <c>equivariant</c>: reads arguments, runs a verb, writes its outcome or one line about the error.
/// </summary>
internal static class CommandLine
{
    /// <summary>All verbs, in the order of the help.</summary>
    public static IReadOnlyList<Verb> Verbs() =>
    [
        .. typeof(Verb).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Verb)))
            .Select(type => (Verb)Activator.CreateInstance(type)!).Where(verb => verb.Order > 0).OrderBy(verb => verb.Order),
    ];

    /// <summary>Runs the program.</summary>
    /// <param name="args">What was typed behind the program's name; nothing shows the help.</param>
    /// <param name="terminal">Where to write.</param>
    /// <param name="stop">Cancelled when the user wants it to stop.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> args, Terminal terminal, CancellationToken stop = default)
    {
        var shared = new SharedOptions();
        var root = new RootCommand("Train and run convolutional networks whose answer does not change when the image is turned.");
        foreach (var option in shared.All)
        {
            option.Recursive = true;
            root.Add(option);
        }
        foreach (var verb in Verbs())
            root.Add(CommandOf(verb, verb.Name, shared, terminal, stop));

        var parsed = root.Parse(args.Count == 0 ? ["--help"] : args);
        if (parsed.Action is ParseErrorAction)
            return Fail(terminal, WhatIsWrong(parsed, root), ExitCode.WrongArguments);
        return parsed.Invoke(new InvocationConfiguration
        {
            Output = terminal.Output,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
        });
    }

    private static Command CommandOf(Verb verb, string path, SharedOptions shared, Terminal terminal, CancellationToken stop)
    {
        var command = new Command(verb.Name, verb.Summary);
        foreach (var argument in verb.Arguments)
            command.Add(argument);
        foreach (var option in verb.All)
            command.Add(option);
        foreach (var part in verb.Parts)
            command.Add(CommandOf(part, $"{path} {part.Name}", shared, terminal, stop));
        command.SetAction(parsed =>
        {
            var invocation = new Invocation(parsed, shared, terminal, stop);
            try
            {
                return Finish(verb.Run(invocation), invocation);
            }
            catch (WrongArgumentsException e)
            {
                return Fail(terminal, $"{e.Message} See 'equivariant {path} --help'.", ExitCode.WrongArguments);
            }
            catch (Exception e)
            {
                var stopped = e is OperationCanceledException && stop.IsCancellationRequested;
                var code = Fail(terminal, stopped ? "stopped as asked." : ErrorText.Of(e), ExitCode.Failed);
                if (invocation.Verbose)
                    terminal.Error.WriteLine(e);
                return code;
            }
        });
        return command;
    }

    private static int Finish(Outcome outcome, Invocation invocation)
    {
        if (invocation.Json)
            invocation.Terminal.Output.WriteLine(JsonText.Of(outcome.Json));
        else
            outcome.Show(invocation.Terminal);
        return outcome.Failure is null ? ExitCode.Done : Fail(invocation.Terminal, outcome.Failure, ExitCode.Failed);
    }

    private static int Fail(Terminal terminal, string line, int exitCode)
    {
        terminal.Error.WriteLine($"error: {line}");
        return exitCode;
    }

    private static string WhatIsWrong(ParseResult parsed, RootCommand root)
    {
        var command = parsed.CommandResult.Command;
        if (command != root)
            return $"{parsed.Errors[0].Message} See 'equivariant {PathOf(parsed.CommandResult)} --help'.";
        var verbs = string.Join(", ", root.Subcommands.Select(verb => verb.Name));
        return parsed.UnmatchedTokens is [var unknown, ..] ? $"There is no verb '{unknown}'; there are {verbs}."
            : parsed.Errors.Count > 1 ? $"{parsed.Errors[^1].Message} See 'equivariant --help'."
            : $"Say what to do: {verbs}. See 'equivariant --help'.";
    }

    private static string PathOf(CommandResult result) =>
        result.Parent is CommandResult { Parent: not null } verb ? $"{PathOf(verb)} {result.Command.Name}" : result.Command.Name;
}
