using System.Reflection;

namespace Equivariant.Cli.Hosting;

/// <summary>Turns an exception into the one line that people read.</summary>
internal static class ErrorText
{
    public static string Of(Exception error)
    {
        error = Innermost(error);
        var message = string.Join(' ', error.Message.Split(
            ['\n', '\r', '\t'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
        if (error is ArgumentException { ParamName: { } parameter })
            message = message.Replace($" (Parameter '{parameter}')", "");
        return IsBug(error)
            ? $"this should not have happened ({error.GetType().Name}: {message}) --verbose shows where, please report it."
            : message;
    }

    private static Exception Innermost(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var only] } => Innermost(only),
        TargetInvocationException { InnerException: { } inner } => Innermost(inner),
        TypeInitializationException { InnerException: { } inner } => Innermost(inner),
        _ => error,
    };

    /// <summary>Exceptions that the runtime itself throws at a mistake in the program, not in what it was given.</summary>
    private static bool IsBug(Exception error) => error switch
    {
        NullReferenceException or IndexOutOfRangeException or InvalidCastException or KeyNotFoundException
            or DivideByZeroException
            or OverflowException or ArrayTypeMismatchException => true,
        ArgumentException or InvalidOperationException => error.TargetSite?.DeclaringType?.Assembly == typeof(object).Assembly,
        _ => false,
    };
}

/// <summary>Commands as people can type them again.</summary>
internal static class Shell
{
    /// <summary>A word as it must be typed: quoted where it holds more than plain letters.</summary>
    public static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=,+\\".Contains(letter))
        ? word : $"'{word.Replace("'", "'\\''")}'";
}
