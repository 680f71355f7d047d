using System.Runtime.InteropServices;
using System.Text;

if (OperatingSystem.IsWindows())
    Console.OutputEncoding = Encoding.UTF8;

using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, StopOnce);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, StopOnce);
return CommandLine.Run(args, Terminal.OfProcess(), stop.Token);

// The first signal asks the work to stop where it can go on later; a second one ends the process as usual.
void StopOnce(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}
