using Equivariant.Reports;

namespace Equivariant.Cli.Pages;

/// <summary>The report.html of a folder, which may replace an earlier report but no other file.</summary>
internal sealed class ReportFile
{
    private const string Name = "report.html";

    /// <summary>Checks that the file may be written, before the work that it reports begins. With <paramref name="force"/> it
    /// replaces any file, with <paramref name="replaceReports"/> an earlier report. The folder is made when the report is
    /// saved.</summary>
    /// <exception cref="WorkFailedException">The file exists and may not be replaced.</exception>
    public ReportFile(string folder, bool force, bool replaceReports = true)
    {
        Path = System.IO.Path.GetFullPath(System.IO.Path.Combine(folder, Name));
        if (force || !File.Exists(Path))
            return;
        if (!replaceReports)
        {
            throw new WorkFailedException(
                $"'{Path}' is there already; choose another folder, or overwrite it with --force.");
        }
        if (!HtmlReport.IsReport(Path))
        {
            throw new WorkFailedException(
                $"'{Path}' is there and is no report of this program; move it, or overwrite it with --force.");
        }
    }

    public string Path { get; }

    public void Tell(Terminal terminal) => terminal.Output.WriteLine($"report: {Path}");

    /// <exception cref="IOException">The report cannot be written.</exception>
    public void Save(HtmlReport report)
    {
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
        report.Save(Path);
    }
}
